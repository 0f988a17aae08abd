import { InvalidArgumentError } from 'commander';
import { parseDuration } from '../duration.ts';
import { CliError } from '../failure.ts';
import { parseMoment } from '../moment.ts';

/** An id as the server makes them. */
export function readId(text: string): string {
  if (/^[0-9a-f]{16}$/.test(text)) return text;
  throw new InvalidArgumentError('an id is 16 hex characters');
}

/** How many of a list. */
export function readLimit(text: string): number {
  if (/^[1-9][0-9]{0,4}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('expected a number from 1 to 99999');
}

/** Seconds; whether so many may be asked for is the server's to say. */
export function readDuration(text: string): number {
  const seconds = parseDuration(text);
  if (seconds !== undefined) return seconds;
  throw new InvalidArgumentError('expected a time such as `30m`, `1h30m`, `4h` or `7d`');
}

/** Milliseconds since the epoch. Throws `CliError` `USAGE`. */
export function readMoment(text: string, nowMs: number): number {
  const ms = parseMoment(text, nowMs);
  if (ms !== undefined) return ms;
  throw new CliError(
    'USAGE',
    `\`${text}\` is no time: \`HH:MM\` on your clock, or with its zone such as \`2026-01-25T22:00:00Z\``,
  );
}

import { parseDuration } from './duration.ts';

/** What the server lets a vend ask for, in words. */
export const vendDurations = 'from 15m to 1h, such as `30m` or `1800`';

/** Seconds, 900 to 3600, of `30m`, `1h` or whole seconds; `undefined` for everything else. */
export function parseVendDuration(text: string): number | undefined {
  const seconds = parseDuration(text);
  return seconds !== undefined && seconds >= 900 && seconds <= 3600 ? seconds : undefined;
}

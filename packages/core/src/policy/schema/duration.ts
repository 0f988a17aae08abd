import * as z from 'zod/mini';
import type { Bounds } from './limits.ts';

/**
 * A duration within bounds: `30m`, `1h30m`, or whole seconds as a number. Its output is seconds.
 * The issue of one outside carries its bounds in `params`.
 */
export function duration(bounds: Bounds) {
  return z.pipe(
    z.union([z.string(), z.number()]),
    z.transform((input: string | number, context): number => {
      const seconds = secondsOf(input);
      if (seconds !== undefined && seconds >= bounds.min && seconds <= bounds.max) return seconds;
      context.issues.push({ code: 'custom', input, message: '', params: { bounds } });
      return z.NEVER;
    }),
  );
}

/** Seconds of a duration as documents write it; `undefined` if it is none. */
export function secondsOf(input: string | number): number | undefined {
  if (typeof input === 'number') return Number.isSafeInteger(input) ? input : undefined;
  const [, hours, minutes] = /^(?:([1-9]\d{0,3})h)?(?:([1-9]\d{0,3})m)?$/.exec(input) ?? [];
  if (hours === undefined && minutes === undefined) return undefined;
  if (hours !== undefined && Number(minutes ?? 0) > 59) return undefined;
  return Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60;
}

/** A duration as documents write it: `1h30m`, `45m`, or seconds where it is not whole minutes. */
export function durationText(seconds: number): string {
  if (seconds % 60 !== 0 || seconds === 0) return `${seconds}`;
  const hours = Math.floor(seconds / 3600);
  const minutes = (seconds % 3600) / 60;
  return `${hours > 0 ? `${hours}h` : ''}${minutes > 0 ? `${minutes}m` : ''}`;
}

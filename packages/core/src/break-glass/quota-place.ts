import type { PersonId } from '../identity/subject.ts';
import type { Quota } from '../policy/document.ts';
import type { EventId } from './event.ts';

/** A place in a profile's quota, taken before the opening. */
export type Place = {
  readonly event: EventId;
  readonly person: PersonId;
  /** When it was taken, milliseconds since the epoch. */
  readonly atMs: number;
};

/** After this a place that no guard names is free again. */
export const lapseMs = 60_000;

/**
 * So long after a place was taken its opening may still be written: with the time that a write and clocks may take,
 * it is over well before the place lapses.
 */
export const holdMs = 20_000;

/** When the window began that holds this moment: windows are aligned to the epoch, in UTC. */
export function windowStart({ withinSeconds }: Quota, nowMs: number): number {
  const windowMs = withinSeconds * 1000;
  return Math.floor(nowMs / windowMs) * windowMs;
}

/** Seconds until the next window begins, at least one. */
export function secondsToNextWindow(quota: Quota, nowMs: number): number {
  return Math.ceil((windowStart(quota, nowMs) + quota.withinSeconds * 1000 - nowMs) / 1000);
}

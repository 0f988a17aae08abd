import type { Keyed } from '../idempotency.ts';
import type { PersonId } from '../identity/subject.ts';
import type { ProfileName } from '../policy/names.ts';
import type { BreakGlassEvent, EventId } from './event.ts';

/** What is left of an event that is over and needs no review any more: for cooldown and quota. */
export type PastEvent = {
  readonly id: EventId;
  readonly profile: ProfileName;
  readonly openedAtMs: number;
  readonly endedAtMs: number;
  /** The call that opened it, where it had an idempotency key. */
  readonly keyed?: Keyed;
};

/**
 * All that bounds one person's break-glass, in one item: an opening is one conditional write of it, for all profiles
 * asked for or for none. It is the truth: an event's own item is written after it, and again by whoever finds it behind.
 */
export type Guard = {
  readonly person: PersonId;
  /** Rises by one with every change; 0: there is none yet. */
  readonly version: number;
  /** Id of the HTTP request that made the last change. */
  readonly lastChange: string;
  /** Those that are open, or over and not reviewed although they must be. */
  readonly events: readonly BreakGlassEvent[];
  readonly past: readonly PastEvent[];
};

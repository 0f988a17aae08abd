import type { Keyed } from '../idempotency.ts';
import type { Step } from '../identity/step.ts';
import type { PersonId, SubjectId } from '../identity/subject.ts';
import type { SubjectSet } from '../policy/document.ts';
import type { ProfileName } from '../policy/names.ts';

/** 16 lower-case hex characters. */
export type EventId = string & { readonly __brand: 'EventId' };

/** As stored. `expired` is never stored: it is what an open event is called past its end. */
export type EventStatus = 'open' | 'closed';

export type Verdict = 'justified' | 'unjustified';

/** What becomes of an event afterwards. */
export type Review = {
  readonly required: boolean;
  /** Seconds after the end. */
  readonly withinSeconds: number;
  /** Who could review when it was opened; absent: holders of `audit`. */
  readonly reviewers?: SubjectSet;
  readonly done?: Step & { readonly verdict: Verdict };
};

/** One opening of the glass for one profile by one person. Times in milliseconds since the epoch. */
export type BreakGlassEvent = {
  readonly id: EventId;
  /** The invoker. */
  readonly subject: SubjectId;
  readonly person: PersonId;
  /** Every subject of that person at the opening, where the directory knew several. */
  readonly aliases?: readonly SubjectId[];
  readonly profile: ProfileName;
  readonly status: EventStatus;
  /** Rises by one with every transition. */
  readonly version: number;
  /** Id of the HTTP request that made the last transition. */
  readonly lastChange: string;
  readonly reasonCode: string;
  readonly justification: string;
  readonly ticket?: string;
  readonly openedAtMs: number;
  readonly endsAtMs: number;
  /** No extension passes this. */
  readonly lastEndMs: number;
  /** How it was closed before its end. */
  readonly closed?: Step;
  readonly review: Review;
  /** Ids of the sessions opened under it. */
  readonly sessionIds: readonly string[];
  /** Of subject and profile at the opening: a block raises them, and voids it. */
  readonly subjectEpoch: number;
  readonly profileEpoch: number;
  /** Names of the channels that are told of every transition. */
  readonly notify: readonly string[];
  /** Calls with an idempotency key that have changed it, the one that opened it first. */
  readonly keyed: readonly Keyed[];
};

/** As shown. */
export type ShownEventStatus = EventStatus | 'expired';

/** What an event is called now. */
export function shownEventStatus(event: BreakGlassEvent, nowMs: number): ShownEventStatus {
  return event.status === 'open' && event.endsAtMs <= nowMs ? 'expired' : event.status;
}

/** When it ended, or will. */
export function endOfEvent(event: BreakGlassEvent): number {
  return event.closed?.atMs ?? event.endsAtMs;
}

/** Whether it is over: closed, or past its end. */
export function isOver(event: BreakGlassEvent, nowMs: number): boolean {
  return shownEventStatus(event, nowMs) !== 'open';
}

/** Whether somebody else must still review it, now or when it is over. */
export function awaitsReview({ review }: BreakGlassEvent): boolean {
  return review.required && review.done === undefined;
}

/** Until when it must be reviewed; milliseconds since the epoch. */
export function reviewDueMs(event: BreakGlassEvent): number {
  return endOfEvent(event) + event.review.withinSeconds * 1000;
}

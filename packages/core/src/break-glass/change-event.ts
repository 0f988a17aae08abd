import type { Keyed } from '../idempotency.ts';
import type { Step } from '../identity/step.ts';
import type { PersonId } from '../identity/subject.ts';
import { type Refusal, reasons } from '../reasons.ts';
import { type BreakGlassEvent, endOfEvent, shownEventStatus, type Verdict } from './event.ts';

/** What somebody does to an event, in which call. */
export type EventChange = {
  /** Id of the HTTP request. */
  readonly change: string;
  readonly keyed: Keyed;
  readonly by: Omit<Step, 'atMs'>;
  /** The person behind the invoker's subject, as the directory says today. */
  readonly invoker: PersonId;
} & (
  | { readonly kind: 'extend'; readonly endsAtMs: number }
  | { readonly kind: 'close' }
  | { readonly kind: 'review'; readonly verdict: Verdict }
);

/** An extension that adds less is none. */
const leastExtensionMs = 60_000;

/** One event remembers every call that changed it. */
const mostExtensions = 60;

/**
 * What becomes of an event, or why nothing may: a conflict that names the state, or that the caller is the wrong one.
 * Whether somebody else than the invoker may close or review it is judged before.
 */
export function changeEvent(
  event: BreakGlassEvent,
  change: EventChange,
  nowMs: number,
): BreakGlassEvent | Refusal {
  switch (change.kind) {
    case 'extend':
      return extend(event, change, nowMs);
    case 'close':
      return close(event, change, nowMs);
    case 'review':
      return review(event, change, nowMs);
    default:
      throw new Error(`change ${JSON.stringify(change satisfies never)} is unknown`);
  }
}

/** Whether this is the invoker, by any name that the directory knew then or knows now: such a one never reviews. */
export function isInvoker(
  event: BreakGlassEvent,
  { by, invoker }: { readonly by: Pick<Step, 'subject' | 'person'>; readonly invoker: PersonId },
): boolean {
  return (
    by.subject === event.subject ||
    by.person === event.person ||
    by.person === invoker ||
    (event.aliases?.includes(by.subject) ?? false)
  );
}

function extend(
  event: BreakGlassEvent,
  change: Extract<EventChange, { readonly kind: 'extend' }>,
  nowMs: number,
): BreakGlassEvent | Refusal {
  const refusal = refuseUnlessOpen(event, nowMs);
  if (refusal !== undefined) return refusal;
  const { by, invoker } = change;
  const isOwn =
    by.subject === event.subject || (by.person === event.person && by.person === invoker);
  if (!isOwn) return reasons.forbidden('only its invoker lets a break-glass last longer');
  if (event.keyed.length > mostExtensions) {
    return reasons.eventConflict(event.id, 'is `open` and was extended too often');
  }
  if (event.lastEndMs < event.endsAtMs + leastExtensionMs) {
    return reasons.eventConflict(event.id, 'is `open` for as long as policy lets it be');
  }
  const endsAtMs = Math.min(change.endsAtMs, event.lastEndMs);
  if (endsAtMs < event.endsAtMs + leastExtensionMs) {
    return reasons.eventConflict(event.id, 'is `open` for at least that long');
  }
  return { ...changed(event, change), endsAtMs };
}

function close(event: BreakGlassEvent, change: EventChange, nowMs: number) {
  const refusal = refuseUnlessOpen(event, nowMs);
  if (refusal !== undefined) return refusal;
  const closed = { ...change.by, atMs: Math.max(nowMs, event.openedAtMs) };
  return { ...changed(event, change), status: 'closed' as const, closed };
}

function review(
  event: BreakGlassEvent,
  change: Extract<EventChange, { readonly kind: 'review' }>,
  nowMs: number,
): BreakGlassEvent | Refusal {
  const status = shownEventStatus(event, nowMs);
  if (event.review.done !== undefined) {
    return reasons.eventConflict(event.id, `is \`${status}\` and reviewed`);
  }
  if (status === 'open') return reasons.eventConflict(event.id, 'is `open`');
  if (!event.review.required) {
    return reasons.eventConflict(event.id, `is \`${status}\` and needs no review`);
  }
  if (isInvoker(event, change)) return reasons.forbidden('nobody reviews their own break-glass');
  const atMs = Math.max(nowMs, endOfEvent(event));
  const done = { ...change.by, atMs, verdict: change.verdict };
  return { ...changed(event, change), review: { ...event.review, done } };
}

function refuseUnlessOpen(event: BreakGlassEvent, nowMs: number): Refusal | undefined {
  const status = shownEventStatus(event, nowMs);
  return status === 'open' ? undefined : reasons.eventConflict(event.id, `is \`${status}\``);
}

function changed(event: BreakGlassEvent, { change, keyed }: EventChange): BreakGlassEvent {
  return {
    ...event,
    version: event.version + 1,
    lastChange: change,
    keyed: [...event.keyed, keyed],
  };
}

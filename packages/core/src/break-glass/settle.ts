import { waitBounds } from '../policy/schema/limits.ts';
import { awaitsReview, type BreakGlassEvent, type EventId, endOfEvent, isOver } from './event.ts';
import type { Guard, PastEvent } from './guard.ts';

/** Within this a clock that lags may still open a session under an event that is over. */
const clockSkewMs = 60_000;

/** As long as any cooldown or window of a quota, and a day more for clocks. */
const pastMs = (waitBounds.max + 86_400) * 1000;

/** The events that nothing can become of any more: once their own items are written, little of them need stay. */
export function settledEvents(guard: Guard, nowMs: number): readonly BreakGlassEvent[] {
  return guard.events.filter((event) => isSettled(event, nowMs));
}

/** Whether an event becomes a past one now. */
export function settled(
  event: BreakGlassEvent,
  written: ReadonlySet<EventId>,
  nowMs: number,
): boolean {
  return written.has(event.id) && isSettled(event, nowMs);
}

/** The guard's past with what becomes past now, and without what no window looks back to. */
export function keptPast(
  { events, past }: Guard,
  written: ReadonlySet<EventId>,
  nowMs: number,
): readonly PastEvent[] {
  const joining = events.filter((event) => settled(event, written, nowMs)).map(toPast);
  return [...past, ...joining].filter(({ endedAtMs }) => endedAtMs + pastMs > nowMs);
}

/** What cooldown and quota know of an event; the end of one that is open lies ahead. */
export function toPast(event: BreakGlassEvent): PastEvent {
  const { id, profile, openedAtMs, keyed } = event;
  const [opened] = keyed;
  return {
    id,
    profile,
    openedAtMs,
    endedAtMs: endOfEvent(event),
    ...(opened === undefined ? {} : { keyed: opened }),
  };
}

function isSettled(event: BreakGlassEvent, nowMs: number): boolean {
  return !awaitsReview(event) && isOver(event, nowMs) && endOfEvent(event) + clockSkewMs <= nowMs;
}

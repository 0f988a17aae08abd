import { isRefusal, type Refusal, reasons } from '../reasons.ts';
import { changeEvent, type EventChange } from './change-event.ts';
import type { EventId } from './event.ts';
import type { Guard } from './guard.ts';
import { type OpenEvents, openEvents } from './open-events.ts';

/** What happens to somebody's guard: openings, or a change of one of its events. */
export type GuardChange = OpenEvents | (EventChange & { readonly event: EventId });

/** What becomes of a guard, or why nothing may. */
export function transition(state: Guard, change: GuardChange, nowMs: number): Guard | Refusal {
  if (change.kind === 'open') return openEvents(state, change, nowMs);
  const event = state.events.find(({ id }) => id === change.event);
  if (event === undefined) return reasons.eventConflict(change.event, 'is over for good');
  const after = changeEvent(event, change, nowMs);
  if (isRefusal(after)) return after;
  return {
    ...state,
    version: state.version + 1,
    lastChange: change.change,
    events: state.events.map((each) => (each.id === after.id ? after : each)),
  };
}

import type { BreakGlassEvent, EventId } from '../src/break-glass/event.ts';
import type { Guard } from '../src/break-glass/guard.ts';
import type { PersonId } from '../src/identity/subject.ts';
import { factsOf } from './policy.ts';

const { nowMs, subject, profile } = factsOf();

/** Alice's break-glass for `production`, opened a minute ago for an hour, unless told otherwise. */
export function anEvent(more: Partial<BreakGlassEvent> = {}): BreakGlassEvent {
  return {
    id: '00000000000000bb' as EventId, // a test's own
    subject,
    person: String(subject) as PersonId, // of a subject in no entry
    profile,
    status: 'open',
    version: 1,
    lastChange: '00000000000000c2',
    reasonCode: 'incident',
    justification: 'the database is on fire and nobody answers',
    openedAtMs: nowMs - 60_000,
    endsAtMs: nowMs + 3_540_000,
    lastEndMs: nowMs + 3 * 3_600_000,
    review: { required: true, withinSeconds: 72 * 3600 },
    sessionIds: [],
    subjectEpoch: 0,
    profileEpoch: 0,
    notify: [],
    keyed: [],
    ...more,
  };
}

/** Alice's guard with these events. */
export function aGuard(...events: readonly BreakGlassEvent[]): Guard {
  return {
    person: String(subject) as PersonId, // of a subject in no entry
    version: 1,
    lastChange: '00000000000000c2',
    events,
    past: [],
  };
}

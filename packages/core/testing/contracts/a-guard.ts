import type { BreakGlassEvent, EventId } from '@sentinel/core/break-glass/event';
import type { Guard } from '@sentinel/core/break-glass/guard';
import type { GlassUse, Reservation } from '@sentinel/core/ports';
import { aStep } from './a-request.ts';
import { noon, person, profile, subject } from './a-session.ts';

export const eventId = (text: string) => text as EventId; // a test states its names as given

const hour = 3_600_000;

/** Alice's break-glass for `production`, opened at `noon` for an hour, without optional fields. */
export function anEvent(changes: Partial<BreakGlassEvent> = {}): BreakGlassEvent {
  return {
    id: eventId('00000000000000b1'),
    subject: subject('alice@example.com'),
    person: person('alice@example.com'),
    profile: profile('production'),
    status: 'open',
    version: 1,
    lastChange: '00000000000000e1',
    reasonCode: 'incident',
    justification: 'the database is on fire and nobody answers',
    openedAtMs: noon,
    endsAtMs: noon + hour,
    lastEndMs: noon + 4 * hour,
    review: { required: true, withinSeconds: 72 * 3600 },
    sessionIds: [],
    subjectEpoch: 0,
    profileEpoch: 0,
    notify: [],
    keyed: [],
    ...changes,
  };
}

/** The same with every optional field, closed and reviewed; its texts are as nasty as texts get. */
export const fullEvent = anEvent({
  id: eventId('00000000000000b2'),
  subject: subject('222233334444:iam/a=b,c@d'),
  aliases: [subject('alice@example.com'), subject('222233334444:iam/a=b,c@d')],
  status: 'closed',
  version: 3,
  justification: 'Größe \ud800 "quoted" %s {{x}}\r\n\u001b[31m \u2028 \u202e 😀 lone?',
  ticket: 'OPS-1',
  closed: aStep({ comment: 'done\u2029' }),
  review: {
    required: true,
    withinSeconds: 60,
    reviewers: { users: ['carol@example.com'], groups: ['sre-leads'] },
    done: { ...aStep({ atMs: noon + 2 * hour, comment: 'a\u0000b' }), verdict: 'justified' },
  },
  subjectEpoch: 3,
  profileEpoch: 4,
  notify: ['security'],
  keyed: [{ id: '00000000000000aa', body: '00000000000000ab' }],
});

/** Alice's guard at its first version with these events. */
export function aGuard(
  events: readonly BreakGlassEvent[] = [anEvent()],
  changes: Partial<Guard> = {},
): Guard {
  return {
    person: person('alice@example.com'),
    version: 1,
    lastChange: '00000000000000e1',
    events,
    past: [],
    ...changes,
  };
}

/** Alice's guard before there is one. */
export const noGuard: Guard = aGuard([], { version: 0, lastChange: '' });

/** A session of alice under `anEvent`, a minute after `noon`. */
export function aGlassUse(changes: Partial<GlassUse> = {}): GlassUse {
  return {
    event: anEvent().id,
    sessionId: '00000000000000a1',
    nowMs: noon + 60_000,
    subject: subject('alice@example.com'),
    subjectEpoch: 0,
    profileEpoch: 0,
    ...changes,
  };
}

/** A place for `anEvent` in a quota of two a day. */
export function aReservation(changes: Partial<Reservation> = {}): Reservation {
  return {
    event: anEvent().id,
    person: person('alice@example.com'),
    quota: { count: 2, withinSeconds: 86_400 },
    nowMs: noon,
    ...changes,
  };
}

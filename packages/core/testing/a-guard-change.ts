import type { EventChange } from '../src/break-glass/change-event.ts';
import type { BreakGlassEvent } from '../src/break-glass/event.ts';
import type { PastEvent } from '../src/break-glass/guard.ts';
import type { OpenEvents, Opening } from '../src/break-glass/open-events.ts';
import { anEvent, eventId } from './contracts/a-guard.ts';
import { aStep } from './contracts/a-request.ts';
import { noon, person, profile, subject } from './contracts/a-session.ts';

export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;
export const people = ['alice', 'bob', 'carol'].map((name) => `${name}@example.com`);
export const id = (index: number) => eventId(index.toString(16).padStart(16, '0'));

function by(name: string) {
  const { atMs: _atMs, ...step } = aStep({ subject: subject(name), person: person(name) });
  return step;
}

export function aChange(
  kind: EventChange['kind'],
  who = 'carol@example.com',
  endsAtMs = noon + 2 * hour,
): EventChange {
  const base = {
    change: '00000000000000e9',
    keyed: { id: '00000000000000e9', body: '' },
    by: by(who),
    invoker: person('alice@example.com'),
  };
  switch (kind) {
    case 'extend':
      return { ...base, kind, endsAtMs };
    case 'close':
      return { ...base, kind };
    case 'review':
      return { ...base, kind, verdict: 'unjustified' };
  }
}

/** An opening for `noon`, of `staging` unless told otherwise. */
export function anOpening({
  event,
  ...limits
}: Partial<Omit<Opening, 'event'>> & { event?: Partial<BreakGlassEvent> } = {}): Opening {
  const made = anEvent({ id: id(0xaa), profile: profile('staging'), ...event });
  return { event: made, ...limits };
}

export function opening(openings: readonly Opening[], more: Partial<OpenEvents> = {}): OpenEvents {
  return {
    kind: 'open',
    change: '00000000000000e9',
    openings,
    elsewhere: [],
    written: new Set(),
    ...more,
  };
}

export function past(changes: Partial<PastEvent> = {}): PastEvent {
  return {
    id: id(0xcc),
    profile: profile('staging'),
    openedAtMs: noon - 2 * hour,
    endedAtMs: noon - hour,
    ...changes,
  };
}

export const closedEvent = anEvent({ status: 'closed', version: 2, closed: aStep() });
export const reviewed = (event: BreakGlassEvent): BreakGlassEvent => ({
  ...event,
  review: { ...event.review, done: { ...aStep(), verdict: 'justified' } },
});
export const settledEvent = (changes: Partial<BreakGlassEvent> = {}) =>
  anEvent({ review: { required: false, withinSeconds: 60 }, ...changes });

import { aGuard, anEvent } from '@sentinel/core/testing/contracts/a-guard';
import { aStep } from '@sentinel/core/testing/contracts/a-request';
import { noon, profile } from '@sentinel/core/testing/contracts/a-session';
import { transitionContract } from '@sentinel/core/testing/contracts/transition';
import fc from 'fast-check';
import {
  aChange,
  hour,
  id,
  minute,
  opening,
  past,
  people,
  reviewed,
} from '../../testing/a-guard-change.ts';
import type { Refusal } from '../reasons.ts';
import { changeEvent, type EventChange } from './change-event.ts';
import { awaitsReview, type BreakGlassEvent, isOver, shownEventStatus } from './event.ts';
import type { Guard } from './guard.ts';
import { type GuardChange, transition } from './transition.ts';

const aTime = fc.integer({ min: noon - hour, max: noon + 6 * hour });
const states = fc
  .record({
    version: fc.integer({ min: 1, max: 20 }),
    endsAtMs: fc.integer({ min: noon + 15 * minute, max: noon + 4 * hour }),
    closedAtMs: fc.option(fc.integer({ min: noon, max: noon + hour })),
    isRequired: fc.boolean(),
    isReviewed: fc.boolean(),
    sessionIds: fc.uniqueArray(fc.constantFrom('a1', 'a2', 'a3')),
  })
  .map(({ closedAtMs, isRequired, isReviewed, ...rest }) => {
    const event = anEvent({
      ...rest,
      ...(closedAtMs !== null && { status: 'closed', closed: aStep({ atMs: closedAtMs }) }),
      review: { required: isRequired, withinSeconds: 3600 },
    });
    return isReviewed ? reviewed(event) : event;
  });
const machine = {
  transition: changeEvent,
  states,
  times: aTime,
  closedAs: (event: BreakGlassEvent, nowMs: number) =>
    isOver(event, nowMs) && !awaitsReview(event) ? shownEventStatus(event, nowMs) : undefined,
};
const aName = fc.constantFrom(...people);

transitionContract('the end of an event', {
  ...machine,
  events: fc
    .tuple(fc.constantFrom<EventChange['kind']>('close', 'review'), aName)
    .map(([kind, who]) => aChange(kind, who)),
  touches: ({ kind }) => (kind === 'close' ? ['status', 'closed'] : ['review']),
  momentOf: ({ openedAtMs, closed, review }) =>
    Math.max(openedAtMs, closed?.atMs ?? 0, review.done?.atMs ?? 0),
});

transitionContract('the length of an event', {
  ...machine,
  events: fc.tuple(aName, aTime).map(([who, endsAtMs]) => aChange('extend', who, endsAtMs)),
  touches: () => ['endsAtMs'],
  momentOf: ({ endsAtMs }) => endsAtMs,
});

const profiles = ['production', 'staging', 'dev', 'data', 'audit', 'mail'];
const aProfile = fc.constantFrom(...profiles).map(profile);
const guards = fc
  .tuple(
    fc.array(fc.tuple(states, aProfile), { maxLength: 6 }),
    fc.array(fc.tuple(aProfile, aTime), { maxLength: 4 }),
    fc.integer({ min: 1, max: 9 }),
  )
  .map(([events, pasts, version]) =>
    aGuard(
      events.map(([event, name], index) => ({ ...event, id: id(index), profile: name })),
      {
        version,
        past: pasts.map(([name, endedAtMs], index) =>
          past({ id: id(100 + index), profile: name, openedAtMs: endedAtMs - 1, endedAtMs }),
        ),
      },
    ),
  );
const openings = fc
  .record({
    names: fc.uniqueArray(aProfile, { minLength: 1, maxLength: 3 }),
    cooldownSeconds: fc.option(fc.constantFrom(60, 3600), { nil: undefined }),
    written: fc.uniqueArray(fc.integer({ min: 0, max: 5 }).map(id)),
  })
  .map(({ names, cooldownSeconds, written }) =>
    opening(
      names.map((name, index) => ({
        ...(cooldownSeconds !== undefined && { cooldownSeconds }),
        event: anEvent({ id: id(200 + index), profile: name }),
      })),
      { written: new Set(written) },
    ),
  );

/** Openings are made for the moment at which they are tried. */
function openNow(state: Guard, change: GuardChange, nowMs: number): Guard | Refusal {
  if (change.kind !== 'open') return transition(state, change, nowMs);
  const now = change.openings.map((each) => ({
    ...each,
    event: { ...each.event, openedAtMs: nowMs, endsAtMs: nowMs + hour },
  }));
  return transition(state, { ...change, openings: now }, nowMs);
}

transitionContract<Guard, GuardChange>('a guard', {
  transition: openNow,
  states: guards,
  events: fc.oneof(
    openings,
    fc
      .tuple(fc.constantFrom<EventChange['kind']>('close', 'review'), aName, fc.nat({ max: 6 }))
      .map(([kind, who, index]) => ({ ...aChange(kind, who), event: id(index) })),
  ),
  times: aTime,
  closedAs: () => undefined,
  touches: () => ['events', 'past'],
  momentOf: ({ events, past: ended }) =>
    Math.max(
      ...events.map(({ openedAtMs, closed, review }) =>
        Math.max(openedAtMs, closed?.atMs ?? 0, review.done?.atMs ?? 0),
      ),
      ...ended.map(({ openedAtMs }) => openedAtMs),
    ),
  codes: ['CONFLICT', 'FORBIDDEN', 'QUOTA_EXCEEDED', 'COOLDOWN', 'REVIEW_OVERDUE'],
});

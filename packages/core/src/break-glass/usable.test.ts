import { expect, test } from 'vitest';
import { aGuard, anEvent } from '../../testing/an-event.ts';
import { subject as named, profile as profileOf } from '../../testing/contracts/a-session.ts';
import { usableEvent } from './usable.ts';

const event = anEvent();
const { subject, profile, openedAtMs, endsAtMs } = event;
const now = {
  nowMs: openedAtMs + 60_000,
  subject,
  profile,
  subjectEpoch: 0,
  profileEpoch: 0,
  notBeforeMs: 0,
};

test.each([
  ['while it is open', {}],
  ['from the moment of its opening', { nowMs: openedAtMs }],
  ['until just before its end', { nowMs: endsAtMs - 1 }],
  ['opened at the very moment since when anything counts', { notBeforeMs: openedAtMs }],
])('an event may be used %s', (_when, changes) => {
  expect(usableEvent(aGuard(event), { ...now, ...changes })).toBe(event);
});

test.each([
  ['before it was opened', { nowMs: openedAtMs - 1 }],
  ['at its end', { nowMs: endsAtMs }],
  ['by another subject of its person', { subject: named('iam/alice') }],
  ['for another profile', { profile: profileOf('staging') }],
  ['after a revocation of its subject', { subjectEpoch: 1 }],
  ['after a revocation of its profile', { profileEpoch: 1 }],
  ['where what was opened then is void', { notBeforeMs: openedAtMs + 1 }],
])('an event may not be used %s', (_when, changes) => {
  expect(usableEvent(aGuard(event), { ...now, ...changes })).toBeUndefined();
});

test('a closed event may not be used, though its time is not over', () => {
  expect(usableEvent(aGuard(anEvent({ status: 'closed' })), now)).toBeUndefined();
});

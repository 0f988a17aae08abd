import { expect, test } from 'vitest';
import { aSession, noon, profile } from '../../testing/contracts/a-session.ts';
import { isRefusal } from '../reasons.ts';
import { isExpired, mayContinue, type SessionLimits } from './continue-session.ts';
import type { Session, SessionMatch } from './session.ts';

const { roleArn, via, principalId, profileEpoch } = aSession();
const match: SessionMatch = {
  profile: profile('production'),
  roleArn,
  via,
  principalId,
  profileEpoch,
};
const limits: SessionLimits = {
  nowMs: noon + 60_000,
  sessionSeconds: 43_200,
  sessionVends: 3,
  notBeforeMs: 0,
};

type Case = {
  readonly session?: Partial<Session>;
  readonly match?: Partial<SessionMatch>;
  readonly limits?: Partial<SessionLimits>;
};

function refusalOf(changes: Case): string | undefined {
  const session = aSession({ expiresAtMs: noon + 86_400_000, ...changes.session });
  const refusal = mayContinue(
    session,
    { ...match, ...changes.match },
    { ...limits, ...changes.limits },
  );
  return isRefusal(refusal) ? refusal.message : undefined;
}

test.each<[string, Case]>([
  ['that is active', {}],
  ['with one vend left', { session: { vends: 2 } }],
  ['opened at the very moment since when anything counts', { limits: { notBeforeMs: noon } }],
  ['a millisecond before it is too old', { limits: { nowMs: noon + 43_200_000 - 1 } }],
])('a session %s may be continued', (_what, changes) => {
  expect(refusalOf(changes)).toBeUndefined();
});

test.each<[string, Case, string]>([
  ['has ended', { session: { status: 'ended' } }, 'it has ended'],
  ['has expired at this very moment', { session: { expiresAtMs: limits.nowMs } }, 'it has expired'],
  ['is void', { limits: { notBeforeMs: noon + 1 } }, 'it is void'],
  ['is too old at this very moment', { limits: { nowMs: noon + 43_200_000 } }, 'it is too old'],
  ['has had all its vends', { session: { vends: 3 } }, 'it has no vends left'],
  [
    'was opened under other blocks',
    { match: { profileEpoch: 1 } },
    'its profile was blocked since it was opened',
  ],
  [
    'is of another profile',
    { match: { profile: profile('staging') } },
    'it was opened for something else',
  ],
])('a session that %s may not be continued, and why is told', (_what, changes, why) => {
  expect(refusalOf(changes)).toContain(why);
});

test('only an active session expires', () => {
  const past = { expiresAtMs: noon };

  expect([
    isExpired(aSession(past), noon),
    isExpired(aSession(past), noon - 1),
    isExpired(aSession({ ...past, status: 'ended' }), noon),
  ]).toEqual([true, false, false]);
});

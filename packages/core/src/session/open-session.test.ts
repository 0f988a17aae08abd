import { expect, test } from 'vitest';
import { alice, ownAccount } from '../../testing/a-world.ts';
import { aSession, noon, person, subject } from '../../testing/contracts/a-session.ts';
import type { Caller } from '../identity/subject.ts';
import { openSession } from './open-session.ts';

const { id, profile, roleArn, via, principalId, profileEpoch, policies } = aSession();
const caller: Caller = {
  subject: subject('alice@example.com'),
  person: person('alice'),
  kind: 'person',
  carriedGroups: [],
  principalId,
  arn: alice.userArn,
  accountId: ownAccount,
};

function openedWith(said: { readonly ticket: string; readonly deviceId: string }) {
  return openSession(id, caller, {
    match: { profile, roleArn, via, principalId, profileEpoch },
    vend: { requestId: '00000000000000e1', atMs: noon, expiresAtMs: noon + 900_000, maxVends: 200 },
    sourceIdentity: 'sentinel.direct.00000000000000a1.alice',
    policies,
    justification: '',
    sourceIp: '192.0.2.7',
    userAgent: 'test',
    ...said,
  });
}

test('ticket and device are kept where they were said', () => {
  expect(openedWith({ ticket: 'OPS-1', deviceId: 'laptop-7' })).toMatchObject({
    ticket: 'OPS-1',
    deviceId: 'laptop-7',
  });
});

test('what was not said is no part of the session', () => {
  const session = openedWith({ ticket: '', deviceId: '' });

  expect('ticket' in session || 'deviceId' in session).toBe(false);
});

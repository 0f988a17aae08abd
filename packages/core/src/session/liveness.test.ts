import { expect, test } from 'vitest';
import { aSession, noon, subject } from '../../testing/contracts/a-session.ts';
import type { Block, KeyRecord } from '../ports.ts';
import { type LivenessFacts, livenessOf } from './liveness.ts';
import type { Session } from './session.ts';

const minute = 60_000;

const key: KeyRecord = {
  accessKeyId: 'ASIAEXAMPLEEXAMPLE01',
  session: { subject: subject('alice@example.com'), id: aSession().id },
  requestId: aSession().lastRequestId,
  expiresAtMs: noon + 30 * minute,
  line: { writer: '00000000000000d1', seq: 0, hash: 'aa' },
};

type Case = {
  readonly key?: Partial<KeyRecord>;
  readonly session?: Partial<Session>;
  readonly facts?: Partial<LivenessFacts>;
};

function judge({ key: keyChanges, session, facts }: Case) {
  return livenessOf({ ...key, ...keyChanges }, aSession(session), {
    nowMs: noon + 10 * minute,
    notBeforeMs: 0,
    subjectBlocks: [],
    profileBlocks: [],
    ...facts,
  });
}

const block = (profile: string, minutes: number): Block => ({
  profile,
  untilMs: noon + minutes * minute,
});

test.each<[string, string, Case]>([
  ['alive', 'of an active session', {}],
  [
    'alive',
    'of an active session, a moment before its end',
    { facts: { nowMs: noon + 30 * minute - 1 } },
  ],
  ['expired', 'at its end, though the session goes on', { facts: { nowMs: noon + 30 * minute } }],
  ['expired', 'at the end of the session', { session: { expiresAtMs: noon + 10 * minute } }],
  ['ended', 'of an ended session', { session: { status: 'ended' } }],
  ['revoked', 'of a revoked session', { session: { status: 'revoked' } }],
  ['void', 'of a session from before a restore', { facts: { notBeforeMs: noon + 1 } }],
  ['alive', 'of a session from the moment of a restore', { facts: { notBeforeMs: noon } }],
  ['blocked', 'of a blocked subject', { facts: { subjectBlocks: [block('*', 60)] } }],
  [
    'blocked',
    'of a subject kept from the profile',
    { facts: { subjectBlocks: [block('production', 60)] } },
  ],
  [
    'alive',
    'of a subject kept from another profile',
    { facts: { subjectBlocks: [block('dev', 60)] } },
  ],
  ['blocked', 'of a blocked profile', { facts: { profileBlocks: [block('production', 60)] } }],
  [
    'blocked',
    'issued before a block that is over',
    { facts: { profileBlocks: [block('production', 5)] } },
  ],
  [
    'alive',
    'issued after a block was over',
    { facts: { profileBlocks: [block('production', 0)] } },
  ],
  [
    'alive',
    'issued after a block was over, in a session from before',
    {
      session: { lastVendAtMs: noon + 6 * minute },
      facts: { profileBlocks: [block('production', 5)] },
    },
  ],
  [
    'blocked',
    'of an earlier vend, because when that was nobody knows',
    {
      key: { requestId: '00000000000000e0' },
      session: { lastVendAtMs: noon + 6 * minute },
      facts: { profileBlocks: [block('production', 5)] },
    },
  ],
  [
    'blocked',
    'by a block that stands, though the clock was set back since it was issued',
    { facts: { nowMs: noon - minute, subjectBlocks: [block('*', -0.5)] } },
  ],
])('%s: a key %s', (expected, _what, given) => {
  expect(judge(given)).toBe(expected);
});

import type {
  Revocation,
  RevocationId,
  RevocationTarget,
} from '@sentinel/core/revocation/revocation';
import { noon, person, profile, sessionId, subject } from './a-session.ts';

// Brands are made by guards in the code under test; a test states its names as given.
export const revocationId = (text: string) => text as RevocationId;

/** One target of each kind, with everything that it may hold and without. */
export const targets = {
  session: {
    kind: 'session',
    sessionId: sessionId('00000000000000a1'),
    subject: subject('alice@example.com'),
    profile: profile('production'),
    sourceIdentity: 'sentinel.direct.00000000000000a1.alice',
    roleArn: 'arn:aws:iam::111122223333:role/SentinelProtected-Production',
  },
  subject: {
    kind: 'subject',
    subjects: [subject('alice@example.com'), subject('iam/alice')],
    users: ['alice', 'iam_alice=abcdefghijklm'],
  },
  subjectOnProfile: {
    kind: 'subject',
    subjects: [subject('alice@example.com')],
    users: ['alice'],
    profile: profile('production'),
    roleArn: 'arn:aws:iam::111122223333:role/SentinelProtected-Production',
  },
  profile: {
    kind: 'profile',
    profile: profile('production'),
    roleArn: 'arn:aws:iam::111122223333:role/SentinelProtected-Production',
  },
  stolenName: { kind: 'profile', profile: profile('stolen') },
} as const satisfies Readonly<Record<string, RevocationTarget>>;

/** Carol's block of alice, made at `noon` for an hour, open. */
export function aRevocation(changes: Partial<Revocation> = {}): Revocation {
  return {
    id: revocationId('00000000000000f1'),
    target: targets.subject,
    status: 'open',
    version: 1,
    lastChange: '00000000000000e1',
    by: subject('carol@example.com'),
    byPerson: person('carol@example.com'),
    isAdministrators: true,
    reason: 'a stolen laptop',
    createdAtMs: noon,
    untilMs: noon + 3_600_000,
    effects: new Map(),
    ...changes,
  };
}

/** It done a second later, by the request that made it. */
export function done(revocation: Revocation, changes: Partial<Revocation> = {}): Revocation {
  return {
    ...revocation,
    status: 'done',
    version: revocation.version + 1,
    doneAtMs: revocation.createdAtMs + 1000,
    ...changes,
  };
}

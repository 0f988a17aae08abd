import type { PersonId, SubjectId } from '@sentinel/core/identity/subject';
import type { ProfileName } from '@sentinel/core/policy/names';
import type { Session, SessionId, Vend } from '@sentinel/core/session/session';

// Brands are made by guards in the code under test; a test states its names as given.
export const subject = (text: string) => text as SubjectId;
export const profile = (text: string) => text as ProfileName;
export const sessionId = (text: string) => text as SessionId;
export const person = (text: string) => text as PersonId;

/** 2026-01-25T14:30:00Z. */
export const noon = Date.UTC(2026, 0, 25, 14, 30);

/** A session of alice for `production`, opened at `noon`, active and without optional fields. */
export function aSession(changes: Partial<Session> = {}): Session {
  return {
    id: sessionId('00000000000000a1'),
    subject: subject('alice@example.com'),
    person: person('alice'),
    status: 'active',
    version: 1,
    profile: profile('production'),
    roleArn: 'arn:aws:iam::111122223333:role/SentinelProtected-Production',
    via: 'direct',
    principalId: 'AROAEXAMPLEEXAMPLE000:alice@example.com',
    profileEpoch: 0,
    policies: [
      { parameter: '/sentinel/directory', version: 3, sha256: 'ab'.repeat(32) },
      { parameter: '/sentinel/policies/production', version: 7, sha256: 'cd'.repeat(32) },
    ],
    callerArn:
      'arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Engineers_0123456789abcdef/alice@example.com',
    sourceIdentity: 'sentinel.direct.00000000000000a1.alice',
    justification: '',
    sourceIp: '192.0.2.7',
    userAgent: 'sentinel/1.14.0',
    vends: 1,
    lastRequestId: '00000000000000e1',
    openedAtMs: noon,
    lastVendAtMs: noon,
    expiresAtMs: noon + 3_600_000,
    ...changes,
  };
}

/** A vend a minute after `noon`, for an hour. */
export function aVend(changes: Partial<Vend> = {}): Vend {
  return {
    requestId: '00000000000000e2',
    atMs: noon + 60_000,
    expiresAtMs: noon + 3_660_000,
    maxVends: 200,
    ...changes,
  };
}

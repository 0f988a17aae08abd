import type { Caller } from '../identity/subject.ts';
import type { Source } from '../policy/source.ts';
import type { Session, SessionId, SessionMatch, Vend } from './session.ts';

/** A session at its opening, before STS is called. */
export function openSession(
  id: SessionId,
  caller: Caller,
  about: {
    readonly match: SessionMatch;
    readonly vend: Vend;
    readonly sourceIdentity: string;
    readonly rule?: string;
    readonly policies: readonly Source[];
    readonly justification: string;
    readonly ticket: string;
    readonly sourceIp: string;
    readonly userAgent: string;
    readonly deviceId: string;
  },
): Session {
  const { match, vend, justification, ticket, deviceId, ...rest } = about;
  return {
    ...match,
    ...rest,
    id,
    subject: caller.subject,
    person: caller.person,
    callerArn: caller.arn,
    status: 'active',
    version: 1,
    justification,
    ...(ticket === '' ? {} : { ticket }),
    ...(deviceId === '' ? {} : { deviceId }),
    vends: 1,
    lastRequestId: vend.requestId,
    openedAtMs: vend.atMs,
    lastVendAtMs: vend.atMs,
    expiresAtMs: vend.expiresAtMs,
  };
}

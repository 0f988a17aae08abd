import { isoTime } from '@sentinel/core/audit/recorded';
import { checkSession } from '@sentinel/core/check-session';
import * as contract from '@sentinel/core/contract/session-check';
import { isRefusal } from '@sentinel/core/reasons';
import { bind } from '../bind.ts';

/** `GET /sessions/check?access_key_id=...` */
export const sessionCheck = bind(contract.sessionCheck, async ({ query }, call, world) => {
  const found = await checkSession(call, query.access_key_id, world);
  if (isRefusal(found)) return found;
  const { session, expiresAtMs } = found;
  const [, , , , account = ''] = session.roleArn.split(':');
  return {
    alive: true as const,
    session_id: session.id,
    subject: session.subject,
    person: session.person,
    profile: session.profile,
    role_arn: session.roleArn,
    account,
    via: session.via,
    source_identity: session.sourceIdentity,
    expires_at: isoTime(expiresAtMs),
  };
});

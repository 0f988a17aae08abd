import { admit } from './admit.ts';
import { isoTime } from './audit/recorded.ts';
import { findLiveSession, type LiveSession } from './find-live-session.ts';
import { administers, memberOf } from './membership.ts';
import { isRefusal, type Refusal, reasons } from './reasons.ts';
import type { Call, World } from './world.ts';

/** Tells a service that the directory lists whether the session behind a key is alive, and whose it is. */
export async function checkSession(
  call: Call,
  accessKeyId: string,
  world: World,
): Promise<LiveSession | Refusal> {
  const admitted = await admit(call, world);
  if (isRefusal(admitted)) return admitted;
  // Before anything is looked up: whoever may not ask is told the same of every key.
  const { check } = admitted.directory.administration;
  if (!(await administers(check, memberOf(admitted), world))) {
    return reasons.forbidden('only services that `administration.check` names may ask this');
  }
  const found = await call.story.timed('session', () => findLiveSession(accessKeyId, world));
  if (isRefusal(found)) return found;
  const { session, expiresAtMs } = found;
  call.story.note({
    session_id: session.id,
    profile: session.profile,
    role_arn: session.roleArn,
    via: session.via,
    source_identity: session.sourceIdentity,
    expires_at: isoTime(expiresAtMs),
  });
  return found;
}

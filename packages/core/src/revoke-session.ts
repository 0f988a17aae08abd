import { type Admitted, admit } from './admit.ts';
import { carryOn, carryOut } from './carry-out.ts';
import { keyedCall } from './idempotency.ts';
import { personOf } from './identity/identify.ts';
import { administers, memberOf } from './membership.ts';
import { isRefusal, type Refusal, reasons } from './reasons.ts';
import { sessionBlockSeconds } from './revocation/block-life.ts';
import type { Revocation } from './revocation/revocation.ts';
import { isExpired } from './session/continue-session.ts';
import type { Session, SessionId } from './session/session.ts';
import type { Call, World } from './world.ts';

export type RevokeSessionInput = {
  readonly reason: string;
  readonly duration?: number | undefined;
};

/** A session as it is afterwards, and what was made to revoke it. */
export type RevokedSession = { readonly session: Session; readonly revocation: Revocation };

/**
 * Revokes one session. Its owner, under any subject of theirs, ends it for good and no more. A holder of `revoke`
 * also has denied what was issued in it, which lives on after its end, and keeps its subject from its profile.
 */
export async function revokeSession(
  call: Call,
  ask: { readonly id: string; readonly input: RevokeSessionInput },
  world: World,
): Promise<RevokedSession | Refusal> {
  const { id, input } = ask;
  const admitted = await admit(call, world);
  if (isRefusal(admitted)) return admitted;
  call.story.note({ session_id: id, justification: input.reason });
  const session = await world.sessions.locate(brandId(id));
  if (session === undefined) return reasons.noSuchSession();
  const role = await roleOf(session, admitted, world);
  if (isRefusal(role)) return role;
  call.story.note({
    about: session.subject,
    profile: session.profile,
    role_arn: session.roleArn,
    via: session.via,
    source_identity: session.sourceIdentity,
  });

  const { caller } = admitted;
  const keyed = await keyedCall(
    {
      key: call.idempotencyKey,
      subject: caller.subject,
      route: ['revoke-session', id],
      body: [input.duration, input.reason],
    },
    world,
  );
  const before = await carryOn(call, keyed, world);
  if (before === undefined && role === 'owner') {
    const state = isExpired(session, world.clock.nowMs()) ? 'expired' : session.status;
    if (state !== 'active') return reasons.conflict(`the session is \`${state}\``);
  }
  const order = { target: targetOf(session), by: caller, reason: input.reason, keyed };
  const blockSeconds = input.duration ?? sessionBlockSeconds;
  const revocation =
    before ?? (await carryOut(call, role === 'owner' ? order : { ...order, blockSeconds }, world));
  if (isRefusal(revocation)) return revocation;
  return { session: (await world.sessions.find(session)) ?? session, revocation };
}

/** In what capacity the caller may revoke it; who may not see it is told that there is none. */
async function roleOf(
  session: Session,
  admitted: Admitted,
  world: World,
): Promise<'owner' | 'administrator' | Refusal> {
  const { caller, directory } = admitted;
  const { revoke, audit } = directory.administration;
  const isOwner = personOf(session.subject, directory.identity) === caller.person;
  const holds = !isOwner && (await administers(revoke, memberOf(admitted), world));
  if (!isOwner && !holds) {
    return (await administers(audit, memberOf(admitted), world))
      ? reasons.forbidden('only its owner and holders of `revoke` revoke a session')
      : reasons.noSuchSession();
  }
  if (caller.kind === 'role') return reasons.forbidden('a role never revokes');
  return isOwner ? 'owner' : 'administrator';
}

function targetOf(session: Session) {
  const { id: sessionId, subject, profile, sourceIdentity, roleArn } = session;
  return { kind: 'session', sessionId, subject, profile, sourceIdentity, roleArn } as const;
}

function brandId(text: string): SessionId {
  return text as SessionId; // the rim's schema has checked its shape
}

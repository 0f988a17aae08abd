import type { AdmittedToVend } from './admit.ts';
import { sourceIdentity } from './identity/source-identity.ts';
import type { SessionRef } from './ports.ts';
import { isRefusal, type Refusal, reasons } from './reasons.ts';
import type { Ruling } from './rule.ts';
import { mayContinue } from './session/continue-session.ts';
import { openSession } from './session/open-session.ts';
import type { Session, SessionId, SessionMatch, Vend } from './session/session.ts';
import type { VendAsk } from './vend-ask.ts';
import type { Call, World } from './world.ts';

/** What a session is opened or continued with. */
export type Holding = {
  readonly ask: VendAsk;
  readonly admitted: AdmittedToVend;
  readonly ruling: Ruling;
  readonly vend: Vend;
  /** The caller's name as AWS may see it. */
  readonly user: string;
};

/**
 * Stores the session with all that is known so far, before STS is called: a new one with its id pointer, or one
 * more vend in the one that the caller continues.
 */
export async function holdSession(
  call: Call,
  holding: Holding,
  world: World,
): Promise<Session | Refusal> {
  const { ask, admitted } = holding;
  const session = await call.story.timed('session', () =>
    ask.sessionId === undefined
      ? open(call, holding, world)
      : proceed({ subject: admitted.caller.subject, id: ask.sessionId }, holding, world),
  );
  if (isRefusal(session)) return session;
  call.story.note({ session_id: session.id, source_identity: session.sourceIdentity });
  return session;
}

async function open(call: Call, holding: Holding, world: World): Promise<Session> {
  const { ask, admitted, ruling, vend, user } = holding;
  const id = brandId(world.random.id());
  const session = openSession(id, admitted.caller, {
    match: matchOf(holding),
    vend,
    sourceIdentity: sourceIdentity(ruling.entitlement.via, id, user),
    rule: ruling.decision.rule.name,
    policies: [...ruling.sources, admitted.source],
    justification: ask.justification,
    ticket: ask.ticket,
    sourceIp: call.sourceIp,
    userAgent: call.userAgent,
    deviceId: ask.deviceId,
  });
  await world.sessions.open(session);
  return session;
}

async function proceed(
  ref: SessionRef,
  holding: Holding,
  world: World,
): Promise<Session | Refusal> {
  const { admitted, vend } = holding;
  const match = matchOf(holding);
  const { sessionSeconds, sessionVends } = world.settings;
  const limits = {
    nowMs: vend.atMs,
    sessionSeconds,
    sessionVends,
    notBeforeMs: admitted.notBeforeMs,
  };
  const refusal = mayContinue(admitted.session, match, limits);
  if (refusal !== undefined) return refusal;
  // What an earlier vend issued may live longer than this one's: the session lasts as long as any of them.
  const expiresAtMs = Math.max(vend.expiresAtMs, admitted.session?.expiresAtMs ?? 0);
  const continued = await world.sessions.refresh(ref, match, { ...vend, expiresAtMs });
  if (continued !== undefined) return continued;
  const since = mayContinue(await world.sessions.find(ref), match, limits);
  return since ?? reasons.sessionConflict('it changed meanwhile');
}

function matchOf({ ask, admitted, ruling }: Holding): SessionMatch {
  const { entitlement, policy } = ruling;
  return {
    profile: ask.profile,
    roleArn: policy.profile.profile.roleArn,
    via: entitlement.via,
    ...(entitlement.id === undefined ? {} : { entitlementId: entitlement.id }),
    principalId: admitted.caller.principalId,
  };
}

function brandId(text: string): SessionId {
  return text as SessionId; // fresh from the random source
}

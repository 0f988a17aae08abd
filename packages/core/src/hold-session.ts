import type { AdmittedToVend } from './admit.ts';
import type { Right } from './entitlement.ts';
import { sourceIdentity } from './identity/source-identity.ts';
import type { SessionRef } from './ports.ts';
import { isRefusal, type Refusal, reasons } from './reasons.ts';
import type { Ruling } from './rule.ts';
import { mayContinue, type SessionLimits } from './session/continue-session.ts';
import { openSession } from './session/open-session.ts';
import type { Session, SessionId, SessionMatch, Vend } from './session/session.ts';
import type { VendAsk } from './vend-ask.ts';
import type { Call, World } from './world.ts';

/** What a session is opened or continued with; whether it may be was judged when the right was claimed. */
export type Holding = {
  readonly ask: VendAsk;
  readonly admitted: AdmittedToVend;
  readonly ruling: Ruling;
  readonly right: Right;
  /** The one to open, or to continue where the caller named it. */
  readonly sessionId: SessionId;
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
      : proceed({ subject: admitted.caller.subject, id: holding.sessionId }, holding, world),
  );
  if (isRefusal(session)) return session;
  call.story.note({ session_id: session.id, source_identity: session.sourceIdentity });
  return session;
}

async function open(call: Call, holding: Holding, world: World): Promise<Session> {
  const { ask, admitted, ruling, right, vend, user, sessionId } = holding;
  const session = openSession(sessionId, admitted.caller, {
    match: matchOf(holding),
    vend,
    sourceIdentity: sourceIdentity(right.entitlement.via, sessionId, user),
    ...(right.rule === undefined ? {} : { rule: right.rule.name }),
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
  const match = matchOf(holding);
  const continued = await world.sessions.refresh(ref, match, holding.vend);
  if (continued?.id === ref.id && continued.status === 'active') return continued;
  const session = await world.sessions.find(ref);
  const since = mayContinue(session, match, limitsOf(holding, world));
  return since ?? reasons.sessionConflict('it changed meanwhile');
}

/** Whether the session that the caller named may be continued under this right: `undefined` if so, or if none was. */
export function mayHold(
  holding: Pick<Holding, 'ask' | 'admitted' | 'ruling' | 'right'>,
  world: World,
): Refusal | undefined {
  if (holding.ask.sessionId === undefined) return undefined;
  return mayContinue(holding.admitted.session, matchOf(holding), limitsOf(holding, world));
}

function limitsOf(
  { admitted, ruling }: Pick<Holding, 'admitted' | 'ruling'>,
  { settings }: World,
): SessionLimits {
  return {
    nowMs: ruling.facts.nowMs,
    sessionSeconds: settings.sessionSeconds,
    sessionVends: settings.sessionVends,
    notBeforeMs: admitted.notBeforeMs,
  };
}

function matchOf({
  ask,
  admitted,
  ruling,
  right,
}: Pick<Holding, 'ask' | 'admitted' | 'ruling' | 'right'>): SessionMatch {
  const { entitlement } = right;
  return {
    profile: ask.profile,
    roleArn: ruling.policy.profile.profile.roleArn,
    via: entitlement.via,
    ...(entitlement.id === undefined ? {} : { entitlementId: entitlement.id }),
    ...(ask.scope === '' ? {} : { scope: ask.scope }),
    principalId: admitted.caller.principalId,
    profileEpoch: admitted.profileState.epoch,
  };
}

import { type AdmittedToVend, admitToVend } from './admit.ts';
import { isoTime } from './audit/recorded.ts';
import { type Claim, claimRight } from './claim-right.ts';
import { commit } from './commit.ts';
import { failureOf } from './failure.ts';
import { holdSession } from './hold-session.ts';
import { userPart } from './identity/source-identity.ts';
import { issue } from './issue.ts';
import { planAssumeRole } from './plan-assume-role.ts';
import { homeOf } from './policy/schema/arns.ts';
import type { IssuedCredentials } from './ports.ts';
import { isRefusal, type Refusal } from './reasons.ts';
import { type Ruling, rule } from './rule.ts';
import type { Session, SessionId, Vend } from './session/session.ts';
import type { VendAsk } from './vend-ask.ts';
import type { Call, World } from './world.ts';

/** Credentials, and all that the caller is told of them. */
export type Vended = {
  readonly credentials: IssuedCredentials;
  readonly session: Session;
  readonly role: { readonly arn: string; readonly accountId: string };
  /** Name of the rule that decided; absent where a break-glass passed them all. */
  readonly rule?: string;
  readonly region?: string;
  /** From when on they are of no use: their expiry, or earlier where a session policy ends them. */
  readonly endsUseAtMs: number;
  /** After this a refresh is refused; absent where only the session ends. */
  readonly entitledUntilMs?: number;
};

/**
 * The whole of what the product does: who asks, may they go on, what does policy say, by what right and for how long;
 * then the durable record, STS, and the commit. Every stage can refuse, and what refuses vends nothing.
 */
export async function vend(call: Call, ask: VendAsk, world: World): Promise<Vended | Refusal> {
  noteAsk(call, ask);

  const admitted = await admitToVend(call, ask, world);
  if (isRefusal(admitted)) return admitted;

  const ruling = await rule(call, ask, { admitted, world });
  if (isRefusal(ruling)) return ruling;

  const sessionId = ask.sessionId ?? newSessionId(world);
  const claim = await claimRight(call, { ask, admitted, ruling, sessionId }, world);
  if (isRefusal(claim)) return claim;
  const { right, term } = claim;

  const user = userPart(admitted.caller.subject, admitted.directory.identity.domain, world.sha256);
  const opening = {
    requestId: call.requestId,
    atMs: ruling.facts.nowMs,
    expiresAtMs: endOfSession(term.endsUseAtMs, admitted),
    maxVends: world.settings.sessionVends,
  };
  const holding = { ask, admitted, ruling, right, sessionId, vend: opening, user };
  const session = await holdSession(call, holding, world);
  if (isRefusal(session)) return session;

  const vended = await handOver(
    call,
    { ask, admitted, ruling, claim, session, user, opening },
    world,
  ).catch(failureOf);
  return isRefusal(vended) ? abandon(vended, { ask, session }, world) : vended;
}

/** STS and the commit: whatever refuses or throws here leaves a session in which nothing was handed out. */
async function handOver(
  call: Call,
  about: {
    readonly ask: VendAsk;
    readonly admitted: AdmittedToVend;
    readonly ruling: Ruling;
    readonly claim: Claim;
    readonly session: Session;
    readonly user: string;
    readonly opening: Vend;
  },
  world: World,
): Promise<Vended | Refusal> {
  const { ask, admitted, ruling, claim, session, user, opening } = about;
  const { right, term, narrowing } = claim;
  const requestId = call.requestId;
  const asked = planAssumeRole({ requestId, ask, ruling, right, narrowing, term, session, user });
  call.story.note({
    duration_seconds: asked.durationSeconds,
    role_session_name: asked.roleSessionName,
  });
  const issuingSinceMs = world.clock.nowMs();
  const credentials = await issue(call, { ask: asked, admitted }, world);
  if (isRefusal(credentials)) return credentials;

  const endsUseAtMs = Math.min(term.endsUseAtMs, credentials.expiresAtMs);
  call.story.note({ expires_at: isoTime(endsUseAtMs) });
  const refusal = await commit(
    call,
    {
      session,
      vend: { ...opening, expiresAtMs: endOfSession(endsUseAtMs, admitted) },
      endsUseAtMs,
      credentials,
      line: call.story.fix(),
      issuingSinceMs,
    },
    world,
  );
  if (refusal !== undefined) return refusal;

  const { roleArn, region } = ruling.policy.profile.profile;
  return {
    credentials,
    session,
    role: { arn: roleArn, accountId: homeOf(roleArn).account },
    ...(right.rule === undefined ? {} : { rule: right.rule.name }),
    ...(region === undefined ? {} : { region }),
    endsUseAtMs,
    ...(term.entitledUntilMs === undefined ? {} : { entitledUntilMs: term.entitledUntilMs }),
  };
}

/**
 * What an earlier vend issued may live longer than this one's: the session lasts as long as any of them. Of vends at
 * once the store sees to it, with a look more.
 */
function endOfSession(endsUseAtMs: number, { session }: AdmittedToVend): number {
  return Math.max(endsUseAtMs, session?.expiresAtMs ?? 0);
}

/**
 * A new session in which nothing was handed out ends, so that nobody takes it for a live one. Where that fails, it is
 * active until it expires, with an id that nobody was told.
 */
async function abandon(
  refusal: Refusal,
  { ask, session }: { readonly ask: VendAsk; readonly session: Session },
  world: World,
): Promise<Refusal> {
  if (ask.sessionId !== undefined) return refusal;
  const { subject, id } = session;
  await world.sessions.end({ subject, id }, world.clock.nowMs()).catch(failureOf);
  return refusal;
}

function noteAsk(call: Call, ask: VendAsk): void {
  call.story.note({
    profile: ask.profile,
    justification: ask.justification === '' ? null : ask.justification,
    ticket: ask.ticket === '' ? null : ask.ticket,
    scope: ask.scope === '' ? null : ask.scope,
    device: ask.deviceId === '' ? null : { id: ask.deviceId },
  });
}

function newSessionId(world: World): SessionId {
  return world.random.id() as SessionId; // fresh from the random source
}

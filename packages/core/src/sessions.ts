import { type Admitted, admit } from './admit.ts';
import { administers, memberOf } from './membership.ts';
import type { ProfileName } from './policy/names.ts';
import { isProfileName } from './policy/names.ts';
import { isRefusal, type Refusal, reasons } from './reasons.ts';
import { isExpired } from './session/continue-session.ts';
import type { Session, SessionId, SessionStatus } from './session/session.ts';
import type { Call, World } from './world.ts';

/** What may be asked of the list, as the rim's schema lets it through. */
export type SessionsInput = {
  readonly limit?: string | undefined;
  readonly page_token?: string | undefined;
  readonly status?: SessionStatus | 'expired' | undefined;
  readonly profile?: string | undefined;
  readonly view?: 'mine' | 'all' | undefined;
};

export type SessionList = { readonly items: readonly Session[]; readonly nextPageToken?: string };

/** The caller's own sessions, newest first, or everybody's for holders of `audit`. */
export async function list(
  call: Call,
  input: SessionsInput,
  world: World,
): Promise<SessionList | Refusal> {
  const admitted = await admit(call, world);
  if (isRefusal(admitted)) return admitted;
  const isAll = input.view === 'all';
  if (isAll && !(await mayAudit(admitted, world))) {
    return reasons.forbidden('only holders of `audit` see the sessions of others');
  }

  const { subject } = admitted.caller;
  const { page_token: token, limit = '50', ...query } = input;
  const binding = JSON.stringify(['sessions', subject, isAll, query.status, query.profile]);
  const after = token === undefined ? undefined : await world.pageTokens.open(token, binding);
  if (token !== undefined && after === undefined) {
    return reasons.invalidRequest('`page_token` is not one of this list');
  }
  const profile = profileFilter(query.profile);
  const page = await world.sessions.list({
    nowMs: world.clock.nowMs(),
    limit: Number(limit),
    ...(isAll ? {} : { subject }),
    ...(profile === undefined ? {} : { profile }),
    ...(query.status === undefined ? {} : { status: query.status }),
    ...(after === undefined ? {} : { after }),
  });
  if (page.after === undefined) return { items: page.items };
  return { items: page.items, nextPageToken: await world.pageTokens.seal(page.after, binding) };
}

/** One session: an own one, or anybody's for holders of `audit`; to others it does not exist. */
export async function show(call: Call, id: string, world: World): Promise<Session | Refusal> {
  const admitted = await admit(call, world);
  if (isRefusal(admitted)) return admitted;
  const sessionId = brandId(id);
  call.story.note({ session_id: id });
  const own = await world.sessions.find({ subject: admitted.caller.subject, id: sessionId });
  if (own !== undefined) return own;
  if (!(await mayAudit(admitted, world))) return reasons.noSuchSession();
  return (await world.sessions.locate(sessionId)) ?? reasons.noSuchSession();
}

/** Ends an own session. Ending it twice is no fault; what was revoked stays revoked. */
export async function end(call: Call, id: string, world: World): Promise<Session | Refusal> {
  const admitted = await admit(call, world);
  if (isRefusal(admitted)) return admitted;
  const nowMs = world.clock.nowMs();
  const ref = { subject: admitted.caller.subject, id: brandId(id) };
  call.story.note({ session_id: id });
  const session = await world.sessions.find(ref);
  if (session === undefined) return reasons.noSuchSession();
  if (session.status === 'ended' || isExpired(session, nowMs)) return session;
  const ended = await world.sessions.end(ref, nowMs);
  if (ended === undefined) return reasons.noSuchSession();
  return ended.status === 'revoked' ? reasons.conflict('the session is `revoked`') : ended;
}

function mayAudit(admitted: Admitted, world: World): Promise<boolean> {
  return administers(admitted.directory.administration.audit, memberOf(admitted), world);
}

function profileFilter(text: string | undefined): ProfileName | undefined {
  return text !== undefined && isProfileName(text) ? text : undefined;
}

function brandId(text: string): SessionId {
  return text as SessionId; // the rim's schema has checked its shape
}

import { type Admitted, admit } from './admit.ts';
import type { ShownRequestStatus } from './approval/request.ts';
import { mayGoOn } from './goes-on.ts';
import { administers, memberOf } from './membership.ts';
import { isProfileName, type ProfileName } from './policy/names.ts';
import { isRefusal, type Refusal, reasons } from './reasons.ts';
import { approves, gathering, partyTo } from './request-party.ts';
import { asSeen, type ShownRequest } from './show-request.ts';
import { together } from './together.ts';
import type { Call, World } from './world.ts';

/** What may be asked of the list, as the rim's schema lets it through. */
export type RequestsInput = {
  readonly limit?: string | undefined;
  readonly page_token?: string | undefined;
  readonly status?: ShownRequestStatus | undefined;
  readonly profile?: string | undefined;
  readonly view?: 'mine' | 'to_approve' | 'all' | undefined;
};

export type RequestList = {
  readonly items: readonly ShownRequest[];
  readonly nextPageToken?: string;
};

/**
 * Requests, newest first: the caller's own, pending ones that the caller may approve, or everybody's for holders of
 * `audit`. A page may hold fewer than asked for, even none, and go on. Where it goes on tells an approver of what they
 * may see, and besides at most that some hundreds of requests wait; who approves nothing is not even told that.
 */
export async function listRequests(
  call: Call,
  input: RequestsInput,
  world: World,
): Promise<RequestList | Refusal> {
  const admitted = await admit(call, world);
  if (isRefusal(admitted)) return admitted;
  const { view = 'mine', profile, page_token: token, limit = '50' } = input;
  const status = view === 'to_approve' ? 'pending' : input.status;
  const refusal = await whyNot(admitted, input, world);
  if (refusal !== undefined) return refusal;

  const { subject } = admitted.caller;
  const binding = JSON.stringify(['requests', subject, view, status, profile]);
  const after = token === undefined ? undefined : await world.pageTokens.open(token, binding);
  if (token !== undefined && after === undefined) {
    return reasons.invalidRequest('`page_token` is not one of this list');
  }
  const gather = gathering(admitted, world);
  const named = profile !== undefined && isProfileName(profile) ? profile : undefined;
  const isTheirs = (name: ProfileName) => approves(name, { admitted, gather }, world);
  const nowMs = world.clock.nowMs();
  const page = await world.requests.list({
    nowMs,
    limit: Number(limit),
    ...(view === 'mine' ? { subject } : {}),
    ...(view === 'to_approve' ? { isShown: (request) => isTheirs(request.profile) } : {}),
    ...(named === undefined ? {} : { profile: named }),
    ...(status === undefined ? {} : { status }),
    ...(after === undefined ? {} : { after }),
  });
  const seen = await together(
    page.items.map(
      (request) => async () =>
        asSeen(request, await partyTo(request, { admitted, gather }, world), nowMs),
    ),
  );
  const items = view === 'to_approve' ? seen.filter(({ may }) => may.includes('approve')) : seen;
  const about = { limit: Number(limit), profile: named, isTheirs };
  const { after: next } = page;
  const goesOn =
    next !== undefined && (view !== 'to_approve' || (await mayGoOn(page, about, world)));
  return goesOn ? { items, nextPageToken: await world.pageTokens.seal(next, binding) } : { items };
}

async function whyNot(
  admitted: Admitted,
  { view, status }: RequestsInput,
  world: World,
): Promise<Refusal | undefined> {
  if (view === 'to_approve' && status !== undefined && status !== 'pending') {
    return reasons.invalidRequest('`to_approve` lists pending requests: leave out `status`');
  }
  const { audit } = admitted.directory.administration;
  if (view === 'all' && !(await administers(audit, memberOf(admitted), world))) {
    return reasons.forbidden('only holders of `audit` see the requests of everybody');
  }
  return undefined;
}

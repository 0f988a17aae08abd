import { admit } from './admit.ts';
import type { AccessRequest, RequestId } from './approval/request.ts';
import { isRefusal, type Refusal, reasons } from './reasons.ts';
import { gathering, type Party, partyTo } from './request-party.ts';
import { type RequestVerb, verdictOn } from './request-verdict.ts';
import type { Call, World } from './world.ts';

/** A request, and what the caller may do with it now, by its state and by policy. */
export type ShownRequest = {
  readonly request: AccessRequest;
  readonly may: readonly RequestVerb[];
  /** By what the caller is an approver. */
  readonly because?: string;
};

/** One request, for those who may see it; to others it does not exist. */
export async function showRequest(
  call: Call,
  id: string,
  world: World,
): Promise<ShownRequest | Refusal> {
  call.story.note({ grant_id: id });
  const admitted = await admit(call, world);
  if (isRefusal(admitted)) return admitted;
  const request = await world.requests.locate(id as RequestId); // the rim's schema has checked its shape
  if (request === undefined) return reasons.noSuchRequest();
  const party = await partyTo(request, { admitted, gather: gathering(admitted, world) }, world);
  if (!party.maySee) return reasons.noSuchRequest();
  call.story.note({ about: request.subject, profile: request.profile });
  return asSeen(request, party, world.clock.nowMs());
}

const verbs: readonly RequestVerb[] = ['approve', 'deny', 'cancel', 'withdraw'];

/** A request as a party to it sees it. */
export function asSeen(request: AccessRequest, party: Party, nowMs: number): ShownRequest {
  const attempt = { comment: '', change: '', keyed: { id: '', body: '' }, nowMs };
  return {
    request,
    may: verbs.filter((verb) => !isRefusal(verdictOn(request, { ...attempt, verb }, party))),
    ...(party.because === undefined ? {} : { because: party.because }),
  };
}

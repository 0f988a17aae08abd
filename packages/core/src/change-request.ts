import { type Admitted, admit } from './admit.ts';
import type { AccessRequest, RequestId } from './approval/request.ts';
import { isoTime } from './audit/recorded.ts';
import { cameBefore, type Keyed, keyedCall } from './idempotency.ts';
import { isRefusal, type Refusal, reasons } from './reasons.ts';
import { gathering, partyTo } from './request-party.ts';
import { type RequestVerb, verdictOn } from './request-verdict.ts';
import { asSeen, type ShownRequest } from './show-request.ts';
import { type Weighed, weighApproval } from './weigh-approval.ts';
import type { Call, World } from './world.ts';

/** What is done to which request, and the words to it. */
export type RequestChange = {
  readonly verb: RequestVerb;
  readonly id: string;
  readonly comment?: string | undefined;
};

/** So often a race may be lost. */
const mostTries = 8;

/**
 * Approves, denies, cancels or withdraws a request. One that others changed meanwhile is read and judged again. The
 * same call once more, told by its idempotency key or within its own retries, counts once.
 */
export async function changeRequest(
  call: Call,
  ask: RequestChange,
  world: World,
): Promise<ShownRequest | Refusal> {
  call.story.note({ grant_id: ask.id, justification: ask.comment || null });
  const admitted = await admit(call, world);
  if (isRefusal(admitted)) return admitted;
  const keyed = await keyedOf(call, ask, { admitted, world });
  const gather = gathering(admitted, world);

  let request = await world.requests.locate(ask.id as RequestId); // the rim's schema has checked its shape
  for (let tries = 0; tries < mostTries && request !== undefined; tries += 1) {
    const before: AccessRequest = request;
    const party = await partyTo(before, { admitted, gather }, world);
    if (!party.maySee) return reasons.noSuchRequest();
    noteRequest(call, before);
    const came = cameBefore(keyed, before.keyed);
    if (isRefusal(came)) return came;
    const nowMs = world.clock.nowMs();
    if (came) return asSeen(before, party, nowMs);

    const attempt = { verb: ask.verb, comment: ask.comment ?? '', change: call.requestId };
    const isApproval = ask.verb === 'approve';
    const weighed: Weighed = isApproval ? await weighApproval(before, party, world) : party;
    const { standings, against } = weighed;
    const after = verdictOn(before, { ...attempt, keyed, nowMs }, { ...party, standings });
    if (isRefusal(after)) return after;
    if (against !== undefined) return against;
    if (await world.requests.change(before, after)) {
      noteRequest(call, after);
      return asSeen(after, party, nowMs);
    }
    request = await world.requests.find(before);
  }
  return request === undefined
    ? reasons.noSuchRequest()
    : reasons.unavailable('others changed the request each time that it was read');
}

/** A call without an idempotency key stands for itself, so that its own lost reply is known again. */
async function keyedOf(
  call: Call,
  ask: RequestChange,
  { admitted, world }: { readonly admitted: Admitted; readonly world: World },
): Promise<Keyed> {
  const keyed = await keyedCall(
    {
      key: call.idempotencyKey,
      subject: admitted.caller.subject,
      route: [`${ask.verb}-request`, ask.id],
      body: { comment: ask.comment ?? '' },
    },
    world,
  );
  return keyed ?? { id: call.requestId, body: '' };
}

function noteRequest(call: Call, request: AccessRequest): void {
  call.story.note({
    about: request.subject,
    profile: request.profile,
    role_arn: request.terms.roleArn,
    rule: request.terms.rule,
    via: request.status === 'approved' ? request.via : null,
    approvers: request.approvals.map(({ subject }) => subject),
    ticket: request.ticket ?? null,
    duration_seconds: request.durationSeconds,
    expires_at: isoTime(request.closed?.atMs ?? request.grant?.untilMs ?? request.expiresAtMs),
  });
}

import { isBlocked } from './admit.ts';
import type { AccessRequest } from './approval/request.ts';
import type { Standing } from './approval/transition.ts';
import { type Refusal, reasons } from './reasons.ts';
import type { Party } from './request-party.ts';
import { together } from './together.ts';
import type { World } from './world.ts';

/** What blocks and revocations say of one more approval. */
export type Weighed = {
  /** What keeps everybody from approving it, whatever policy says: a block, or that it is void. */
  readonly against?: Refusal;
  /** Of each approval that there is, in their order: one of somebody who is blocked now is not good. */
  readonly standings: readonly Standing[];
};

/** Reads at once who is blocked now of all that an approval rests on: requester, profile, approvers of before. */
export async function weighApproval(
  request: AccessRequest,
  { admitted, standings }: Party,
  world: World,
): Promise<Weighed> {
  const { profile } = request;
  const [requester, profileState, ...approvers] = await together([
    () => world.subjects.read(request.subject),
    () => world.subjects.readProfile(profile),
    ...request.approvals.map(
      ({ subject }) =>
        () =>
          world.subjects.read(subject),
    ),
  ]);
  const at = { profile, nowMs: world.clock.nowMs() };
  const weighed = standings.map((standing, nth): Standing => {
    const state = approvers[nth];
    const isFree = state !== undefined && !isBlocked(state.blocks, at);
    return { ...standing, isGood: standing.isGood && isFree };
  });
  const isKeptOut = [admitted.subjectState, profileState].some(({ blocks }) =>
    isBlocked(blocks, at),
  );
  const isVoid =
    requester.epoch !== request.subjectEpoch ||
    profileState.epoch !== request.profileEpoch ||
    request.createdAtMs < admitted.notBeforeMs;
  if (isKeptOut) return { against: reasons.subjectBlocked('profile'), standings: weighed };
  if (isBlocked(requester.blocks, at)) {
    return { against: reasons.conflict('its requester is blocked'), standings: weighed };
  }
  return isVoid ? { against: voided(), standings: weighed } : { standings: weighed };
}

function voided(): Refusal {
  return reasons.conflict('the request is void since a revocation: it must be made again');
}

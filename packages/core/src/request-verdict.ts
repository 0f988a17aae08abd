import type { AccessRequest } from './approval/request.ts';
import { type RequestEvent, transition } from './approval/transition.ts';
import { isSameTerms, termsOf } from './approval/usable-grants.ts';
import type { Gathered } from './gather.ts';
import type { Keyed } from './idempotency.ts';
import { isRefusal, type Refusal, reasons } from './reasons.ts';
import type { Party } from './request-party.ts';

export type RequestVerb = RequestEvent['kind'];

/** What the caller would do to a request, in which call. */
export type Attempt = {
  readonly verb: RequestVerb;
  readonly comment: string;
  /** Id of the HTTP request. */
  readonly change: string;
  readonly keyed: Keyed;
  readonly nowMs: number;
};

/**
 * What becomes of a request by its state, its rules of then and the policy of now, or why nothing may. Blocks, and
 * what a revocation has voided, are asked for besides: they are read from the table.
 */
export function verdictOn(
  request: AccessRequest,
  attempt: Attempt,
  party: Party,
): AccessRequest | Refusal {
  const { verb, change, keyed, comment, nowMs } = attempt;
  const { admitted, gathered, requester, standings } = party;
  const wrong = wrongParty(verb, party);
  if (wrong !== undefined) return wrong;
  const { subject, person, arn: callerArn } = admitted.caller;
  const act = { by: { subject, person, callerArn, comment }, change, keyed, requester };
  if (verb !== 'approve') return transition(request, { ...act, kind: verb }, nowMs);

  const count = isRefusal(gathered) ? undefined : gathered.policy.profile.approval?.count;
  const needed = count ?? request.needed;
  const after = transition(request, { ...act, kind: verb, standings, needed }, nowMs);
  if (isRefusal(after)) return after;
  if (isRefusal(gathered)) {
    const { message } = reasons.conflict(
      'nobody can approve it now: the policy of its profile does not load',
    );
    return { ...gathered, code: 'CONFLICT', message };
  }
  return asksFor(request, gathered)
    ? after
    : reasons.conflict('the policy is another since the request was made: it must be made again');
}

/** Why the caller may not do this, whatever the state. The requester is told by the machine. */
function wrongParty(verb: RequestVerb, party: Party): Refusal | undefined {
  const { because, isRequester, mayRevoke } = party;
  const isApprover = because !== undefined;
  switch (verb) {
    case 'approve':
    case 'deny':
      return isApprover || isRequester
        ? undefined
        : reasons.forbidden('only its approvers may, by the rules of when it was made and of now');
    case 'cancel':
      return isRequester ? undefined : reasons.forbidden('only its requester cancels a request');
    case 'withdraw':
      return isApprover || isRequester || mayRevoke
        ? undefined
        : reasons.forbidden(
            'only its requester, its approvers and holders of `revoke` withdraw a request',
          );
    default:
      throw new Error(`${String(verb satisfies never)} is unknown`);
  }
}

/** Whether a rule of now asks for an approval on the terms that the request was made for. */
function asksFor({ terms }: AccessRequest, { policy }: Gathered): boolean {
  const { profile, rules } = policy.profile;
  return rules.some(({ name, effect, sessionPolicy }, index) => {
    if (effect !== 'require_approval') return false;
    const rule = { document: 'profile', index, name } as const;
    const decision = { effect, rule, ...(sessionPolicy !== undefined && { sessionPolicy }) };
    return isSameTerms(terms, termsOf(profile.roleArn, decision));
  });
}

import type { AdmittedToVend } from './admit.ts';
import type { AccessRequest, RequestId } from './approval/request.ts';
import { grantFrom } from './approval/transition.ts';
import { termsOf } from './approval/usable-grants.ts';
import type { Gathered } from './gather.ts';
import type { Keyed } from './idempotency.ts';
import { allHold } from './policy/conditions/all-hold.ts';
import type { Decision } from './policy/decision.ts';
import type { Approval } from './policy/document.ts';
import type { Facts } from './policy/facts.ts';
import { requestTtlBounds } from './policy/schema/limits.ts';
import { type Refusal, reasons } from './reasons.ts';
import type { Call, World } from './world.ts';

/** A rule of a profile that asks the caller for an approval at the time that they ask for. */
export type Asked = {
  readonly admitted: AdmittedToVend;
  readonly gathered: Gathered;
  readonly decision: Extract<Decision, { readonly effect: 'allow' | 'require_approval' }>;
  readonly approval: Approval;
  /** At the later of now and `notBeforeMs`. */
  readonly facts: Facts;
  readonly notBeforeMs: number | undefined;
  /** Seconds that the grant is to last, where the caller says. */
  readonly duration: number | undefined;
  readonly keyed: Keyed | undefined;
};

/** Requests of one subject for one profile that may wait for an approval at a time. */
const mostPending = 20;

/** Requests of one subject for one profile within the time counted, whatever became of them: each is kept and read. */
const mostCounted = 1000;

/** 30 days: no request waits longer. */
const countedMs = requestTtlBounds.max * 1000;

/** The request that follows, pending or approved by policy itself; not yet stored. */
export async function draftRequest(
  call: Call,
  asked: Asked,
  world: World,
): Promise<AccessRequest | Refusal> {
  const { admitted, gathered, approval, facts, notBeforeMs, keyed } = asked;
  const { caller, profile, subjectState, profileState } = admitted;
  const { maxUses, maxGrantSeconds, count: needed, approvers } = approval;
  const durationSeconds = asked.duration ?? Math.min(3600, maxGrantSeconds);
  if (durationSeconds > maxGrantSeconds) return reasons.grantTooLong(profile, maxGrantSeconds);
  const nowMs = world.clock.nowMs();
  const isAuto = isApprovedAtOnce(approval, durationSeconds, facts);
  const tooMany = await refuseTooMany(admitted, { nowMs, isAuto }, world);
  if (tooMany !== undefined) return tooMany;

  const document = gathered.policy.profile;
  const request: AccessRequest = {
    id: (keyed?.id ?? world.random.id()) as RequestId, // 16 hex characters, hashed or drawn
    subject: caller.subject,
    person: caller.person,
    profile,
    status: 'pending',
    version: 1,
    lastChange: call.requestId,
    via: 'approved',
    durationSeconds,
    ...(notBeforeMs === undefined ? {} : { notBeforeMs }),
    justification: facts.justification,
    ...(facts.ticket === '' ? {} : { ticket: facts.ticket }),
    terms: termsOf(document.profile.roleArn, asked.decision),
    approvers,
    needed,
    approvals: [],
    ...(maxUses === undefined ? {} : { maxUses }),
    sessionIds: [],
    createdAtMs: nowMs,
    expiresAtMs: nowMs + approval.requestTtlSeconds * 1000,
    subjectEpoch: subjectState.epoch,
    profileEpoch: profileState.epoch,
    notify: document.notify ?? [],
    keyed: keyed === undefined ? [] : [keyed],
  };
  if (!isAuto) return request;
  const grant = grantFrom(Math.max(nowMs, notBeforeMs ?? 0), request);
  return { ...request, status: 'approved', via: 'auto', grant };
}

/** Whether policy itself approves: what is unknown does not hold. */
function isApprovedAtOnce(approval: Approval, durationSeconds: number, facts: Facts): boolean {
  const { autoApprove } = approval;
  return (
    autoApprove !== undefined &&
    durationSeconds <= autoApprove.maxDurationSeconds &&
    allHold(autoApprove.conditions, facts) === true
  );
}

async function refuseTooMany(
  { caller, profile }: AdmittedToVend,
  { nowMs, isAuto }: { readonly nowMs: number; readonly isAuto: boolean },
  world: World,
): Promise<Refusal | undefined> {
  const since = nowMs - countedMs + 1;
  const requests = await world.requests.ofProfile(caller.subject, profile, since);
  const inTheWay = requests[mostCounted - 1];
  if (inTheWay !== undefined) {
    const waitMs = inTheWay.createdAtMs - since + 1;
    return reasons.tooManyRequests(profile, Math.ceil(waitMs / 1000));
  }
  const pending = requests.filter(
    ({ status, expiresAtMs }) => status === 'pending' && expiresAtMs > nowMs,
  );
  return !isAuto && pending.length >= mostPending ? reasons.tooManyPending(profile) : undefined;
}

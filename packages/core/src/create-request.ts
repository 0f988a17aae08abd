import { type AdmittedToVend, admitToVend, isBlocked, refuseAdmitted } from './admit.ts';
import type { AccessRequest, RequestId } from './approval/request.ts';
import { longestDelaySeconds } from './approval/usable-grants.ts';
import { isoTime } from './audit/recorded.ts';
import { type Asked, draftRequest } from './draft-request.ts';
import { gather } from './gather.ts';
import { cameBefore, type Keyed, keyedCall } from './idempotency.ts';
import { administers, memberOf } from './membership.ts';
import { evaluate } from './policy/evaluate.ts';
import type { Facts } from './policy/facts.ts';
import { isVisible } from './policy/visible.ts';
import { isRefusal, type Refusal, reasons } from './reasons.ts';
import { gathering, partyTo } from './request-party.ts';
import { asSeen, type ShownRequest } from './show-request.ts';
import { readProfileName } from './vend-ask.ts';
import type { Call, World } from './world.ts';

/** What may be asked for, as the rim's schema lets it through. */
export type RequestInput = {
  readonly profile: string;
  /** Seconds. */
  readonly duration?: number | undefined;
  /** RFC 3339 in UTC. */
  readonly not_before?: string | undefined;
  readonly justification: string;
  readonly ticket?: string | undefined;
};

/**
 * Asks for an approval where a rule asks for one, or approves at once where policy says so. The same call once more,
 * told by its idempotency key, finds what the first one made.
 */
export async function createRequest(
  call: Call,
  input: RequestInput,
  world: World,
): Promise<ShownRequest | Refusal> {
  const profile = readProfileName(input.profile);
  if (isRefusal(profile)) return refuseAdmitted(call, profile, world);
  call.story.note({
    profile,
    justification: input.justification,
    ticket: input.ticket ?? null,
  });
  const admitted = await admitToVend(call, { profile }, world);
  if (isRefusal(admitted)) return admitted;
  const { caller } = admitted;

  const about = { key: call.idempotencyKey, subject: caller.subject, route: ['create-request'] };
  const keyed = await keyedCall({ ...about, body: input }, world);
  const earlier = keyed && (await world.requests.locate(keyed.id as RequestId));
  if (earlier !== undefined) {
    const made = asMade(earlier, keyed, call);
    if (isRefusal(made)) return made;
    const party = await partyTo(made, { admitted, gather: gathering(admitted, world) }, world);
    return asSeen(made, party, world.clock.nowMs());
  }

  const asked = await judge(call, input, { admitted, keyed, world });
  if (isRefusal(asked)) return asked;
  const request = await draftRequest(call, asked, world);
  if (isRefusal(request)) return request;
  const party = await partyTo(request, { admitted, gather: async () => asked.gathered }, world);
  const made = asMade(await world.requests.create(request), keyed, call);
  return isRefusal(made) ? made : asSeen(made, party, world.clock.nowMs());
}

async function judge(
  call: Call,
  input: RequestInput,
  about: {
    readonly admitted: AdmittedToVend;
    readonly keyed: Keyed | undefined;
    readonly world: World;
  },
): Promise<Asked | Refusal> {
  const { admitted, keyed, world } = about;
  const { caller, directory, profile } = admitted;
  const { duration } = input;
  const robots = directory.administration.robots;
  if (caller.kind === 'role' && !(await administers(robots, memberOf(admitted), world))) {
    return reasons.forbidden(
      'a role asks for an approval only if `robots` in the directory has it',
    );
  }
  const nowMs = world.clock.nowMs();
  const notBeforeMs = readNotBefore(input.not_before, nowMs);
  if (isRefusal(notBeforeMs)) return notBeforeMs;

  const gathered = await call.story.timed('policy', () =>
    gather(profile, memberOf(admitted), world),
  );
  if (isRefusal(gathered)) return gathered;
  call.story.note({
    policies: [...gathered.sources, admitted.source],
    role_arn: gathered.policy.profile.profile.roleArn,
  });
  const facts: Facts = {
    subject: caller.subject,
    groups: gathered.groups,
    profile,
    nowMs: notBeforeMs ?? nowMs,
    sourceIp: call.sourceIp,
    justification: input.justification,
    ticket: input.ticket ?? '',
  };
  if (!isVisible(gathered.policy, facts)) {
    return reasons.unavailableProfile({ code: 'POLICY_DENY' });
  }
  const states = [admitted.subjectState, admitted.profileState];
  if (states.some(({ blocks }) => isBlocked(blocks, { profile, nowMs }))) {
    return reasons.subjectBlocked('profile');
  }
  const decision = evaluate(gathered.policy, facts);
  if ('rule' in decision) {
    const { rule, reason = null } = decision;
    call.story.note({ rule: rule.name, rule_index: rule.index, reason });
  }
  const { approval } = gathered.policy.profile;
  switch (decision.effect) {
    case 'require_approval':
      return approval === undefined
        ? reasons.policyError(`\`${profile}\` has no approvers`)
        : { admitted, gathered, decision, approval, facts, notBeforeMs, duration, keyed };
    case 'allow':
      return reasons.approvalNotNeeded(profile);
    case 'deny':
      return reasons.policyDenied(profile, decision);
    case 'none':
      return reasons.policyDenied(profile, {});
    case 'error':
      return reasons.policyError(decision.detail);
    default:
      return reasons.policyError(`unknown effect ${JSON.stringify(decision satisfies never)}`);
  }
}

/** What a key made before is the answer to the same call; another one is refused. */
function asMade(
  request: AccessRequest,
  keyed: Keyed | undefined,
  call: Call,
): AccessRequest | Refusal {
  const came = keyed === undefined || cameBefore(keyed, request.keyed);
  if (isRefusal(came)) return came;
  // Its id is that of this call, and yet another made it.
  if (!came) return reasons.unavailable(`\`${request.id}\` exists already, for something else`);
  call.story.note({
    grant_id: request.id,
    via: request.status === 'approved' ? request.via : null,
    duration_seconds: request.durationSeconds,
    expires_at: isoTime(request.grant?.untilMs ?? request.expiresAtMs),
  });
  return request;
}

/** A moment that has passed is now, and so none; `undefined` where there is none. */
function readNotBefore(text: string | undefined, nowMs: number): number | undefined | Refusal {
  if (text === undefined) return undefined;
  const atMs = Date.parse(text);
  // A day that a month does not have is taken for one of the next.
  if (!Number.isFinite(atMs) || isoTime(atMs).slice(0, 19) !== text.slice(0, 19)) {
    return reasons.invalidRequest('`not_before` is a moment such as `2026-01-25T14:30:00Z`');
  }
  if (atMs > nowMs + longestDelaySeconds * 1000) {
    return reasons.invalidRequest('`not_before` is at most 30 days ahead');
  }
  return atMs > nowMs ? atMs : undefined;
}

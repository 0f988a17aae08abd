import type { AdmittedToVend } from './admit.ts';
import { type Electorate, isApprovedNow } from './approval/qualifying.ts';
import type { AccessRequest } from './approval/request.ts';
import {
  longestRequestLifeMs,
  termsOf,
  type UsableGrant,
  usableGrants,
} from './approval/usable-grants.ts';
import type { BreakGlassEvent } from './break-glass/event.ts';
import { usableEvent } from './break-glass/usable.ts';
import { entitle, type Right } from './entitlement.ts';
import { personOf } from './identity/identify.ts';
import type { SubjectId } from './identity/subject.ts';
import { approverOf, groupsOf } from './membership.ts';
import type { Decision } from './policy/decision.ts';
import type { Approval } from './policy/document.ts';
import { isEligible } from './policy/eligible.ts';
import { isRefusal, type Refusal } from './reasons.ts';
import type { Ruling } from './rule.ts';
import type { SessionId } from './session/session.ts';
import type { Call, World } from './world.ts';

/** Who asks, and what policy says of it. */
export type Asked = {
  readonly admitted: AdmittedToVend;
  readonly ruling: Ruling;
  readonly sessionId: SessionId;
};

/**
 * The rights that the caller has by policy, by a grant, or by a break-glass, the best first. Grants are read only where
 * a rule asks for an approval, the guard only where the caller may break the glass and nothing else lets them in.
 */
export async function findRights(
  call: Call,
  asked: Asked,
  world: World,
): Promise<readonly [Right, ...Right[]] | Refusal> {
  const { decision } = asked.ruling;
  if (decision.effect === 'allow' || decision.effect === 'error') {
    return entitle(asked.ruling, { grants: [] });
  }
  return call.story.timed('entitlement', async () => {
    const grants =
      decision.effect === 'require_approval' ? await findGrants(decision, asked, world) : [];
    if (isRefusal(grants)) return grants;
    const glass = grants.length === 0 ? await findGlass(asked, world) : undefined;
    return entitle(asked.ruling, { grants, ...(glass === undefined ? {} : { glass }) });
  });
}

async function findGrants(
  decision: Extract<Decision, { readonly effect: 'require_approval' | 'allow' }>,
  { admitted, ruling, sessionId }: Asked,
  world: World,
): Promise<readonly UsableGrant[] | Refusal> {
  const { approval, profile } = ruling.policy.profile;
  if (approval === undefined) return [];
  const { caller, directory, subjectState, profileState, notBeforeMs } = admitted;
  const { nowMs } = ruling.facts;
  const requests = await world.requests.ofProfile(
    caller.subject,
    ruling.facts.profile,
    nowMs - longestRequestLifeMs,
  );
  const approved = requests.filter(({ status }) => status === 'approved');
  const members = await membersAmong(approved, { approval, admitted }, world);
  if (isRefusal(members)) return members;
  const electorate: Electorate = {
    groupsOf: members,
    personOf: (subject) => personOf(subject, directory.identity),
  };
  return usableGrants(approved, {
    nowMs,
    person: caller.person,
    terms: termsOf(profile.roleArn, decision),
    approval,
    subjectEpoch: subjectState.epoch,
    profileEpoch: profileState.epoch,
    notBeforeMs,
    sessionId,
    isApproved: (request) => isApprovedNow(request, { approval, facts: ruling.facts, electorate }),
  });
}

/** The groups that each of the approvers is in, of those that may approve. */
async function membersAmong(
  requests: readonly AccessRequest[],
  about: { readonly approval: Approval; readonly admitted: AdmittedToVend },
  world: World,
): Promise<ReadonlyMap<SubjectId, ReadonlySet<string>> | Refusal> {
  const groups = new Map<SubjectId, ReadonlySet<string>>();
  for (const step of requests.flatMap(({ approvals }) => approvals)) {
    const member = approverOf(step, about.admitted.directory);
    const membership = await groupsOf(about.approval.approvers.groups ?? [], member, world);
    if (isRefusal(membership)) return membership;
    const known = groups.get(step.subject) ?? new Set();
    groups.set(step.subject, new Set([...known, ...membership.groups]));
  }
  return groups;
}

async function findGlass(
  { admitted, ruling }: Asked,
  world: World,
): Promise<BreakGlassEvent | undefined> {
  const { policy, facts } = ruling;
  if (!isEligible(policy, facts)) return undefined;
  const { caller, subjectState, profileState, notBeforeMs } = admitted;
  return usableEvent(await world.breakGlass.guard(caller.person), {
    nowMs: facts.nowMs,
    subject: caller.subject,
    profile: facts.profile,
    subjectEpoch: subjectState.epoch,
    profileEpoch: profileState.epoch,
    notBeforeMs,
  });
}

import type { Admitted } from './admit.ts';
import type { AccessRequest } from './approval/request.ts';
import type { Standing } from './approval/transition.ts';
import { type Gathered, gather } from './gather.ts';
import { personOf } from './identity/identify.ts';
import type { PersonId } from './identity/subject.ts';
import { administers, approverOf, groupsOf, memberOf } from './membership.ts';
import type { SubjectSet } from './policy/document.ts';
import type { ProfileName } from './policy/names.ts';
import { isIn } from './policy/subject-set.ts';
import { isRefusal, type Refusal } from './reasons.ts';
import { together } from './together.ts';
import type { World } from './world.ts';

/** What the caller is to a request, by the directory and the policy of now. */
export type Party = {
  readonly admitted: Admitted;
  /** What the request's profile is now; a refusal where it does not load. */
  readonly gathered: Gathered | Refusal;
  /** The person behind the requester's subject. */
  readonly requester: PersonId;
  readonly isRequester: boolean;
  /** By what the caller is an approver, by the rules of then and of now. */
  readonly because?: string;
  readonly maySee: boolean;
  readonly mayRevoke: boolean;
  /** Of each approval that the request has, in their order. */
  readonly standings: readonly Standing[];
};

/** Documents of profiles, each gathered once in a call; a refusal where one does not load. */
export type Gathering = (profile: ProfileName) => Promise<Gathered | Refusal>;

/** Gathers what is known of profiles for the caller. */
export function gathering(admitted: Admitted, world: World): Gathering {
  const known = new Map<ProfileName, Promise<Gathered | Refusal>>();
  return (profile) => {
    const gathered = known.get(profile) ?? gather(profile, memberOf(admitted), world);
    known.set(profile, gathered);
    return gathered;
  };
}

/**
 * What the caller is to a request. It is seen by its requester, by those whom policy lets approve now, and by holders
 * of `audit` or `revoke`. Where the profile does not load now, those who could approve then see it still: they may
 * deny and withdraw. No role approves, and no role revokes.
 */
export async function partyTo(
  request: AccessRequest,
  about: { readonly admitted: Admitted; readonly gather: Gathering },
  world: World,
): Promise<Party> {
  const { admitted } = about;
  const { caller, directory } = admitted;
  const { audit, revoke } = directory.administration;
  const member = memberOf(admitted);
  const gathered = await about.gather(request.profile);
  const approvers = isRefusal(gathered)
    ? request.approvers
    : (gathered.policy.profile.approval?.approvers ?? {});
  const [mayAudit, mayRevoke, then, now, standings] = await together([
    () => administers(audit, member, world),
    () => (caller.kind === 'role' ? false : administers(revoke, member, world)),
    () => becauseOf(request.approvers, admitted, world),
    () => becauseOf(approvers, admitted, world),
    () => standingsOf(request, { admitted, approvers }, world),
  ]);
  const requester = personOf(request.subject, directory.identity);
  const isRequester =
    caller.subject === request.subject ||
    caller.person === request.person ||
    caller.person === requester;
  const isApprover = then !== undefined && now !== undefined && !isRequester;
  return {
    admitted,
    gathered,
    requester,
    isRequester,
    ...(isApprover ? { because: now } : {}),
    maySee: isRequester || now !== undefined || mayAudit || mayRevoke,
    mayRevoke,
    standings,
  };
}

/** Whether the caller is an approver of a profile by the policy of now; of one that does not load nobody is. */
export async function approves(
  profile: ProfileName,
  { admitted, gather }: { readonly admitted: Admitted; readonly gather: Gathering },
  world: World,
): Promise<boolean> {
  const gathered = await gather(profile);
  const approvers = isRefusal(gathered) ? undefined : gathered.policy.profile.approval?.approvers;
  return approvers !== undefined && (await becauseOf(approvers, admitted, world)) !== undefined;
}

/** What directory and policy say now of each approval. */
function standingsOf(
  request: AccessRequest,
  about: { readonly admitted: Admitted; readonly approvers: SubjectSet },
  world: World,
): Promise<readonly Standing[]> {
  const { directory } = about.admitted;
  const requester = personOf(request.subject, directory.identity);
  return together(
    request.approvals.map((step) => async (): Promise<Standing> => {
      const person = personOf(step.subject, directory.identity);
      const named = about.approvers.groups ?? [];
      const membership = await groupsOf(named, approverOf(step, directory), world);
      const isApprover =
        !isRefusal(membership) && isIn(about.approvers, step.subject, membership.groups);
      return { person, isGood: isApprover && person !== requester };
    }),
  );
}

/** By what the caller is in a set of approvers; `undefined` if not, or if one of its groups does not load. */
export async function becauseOf(
  set: SubjectSet,
  admitted: Admitted,
  world: World,
): Promise<string | undefined> {
  const { caller } = admitted;
  if (caller.kind === 'role') return undefined;
  const membership = await groupsOf(set.groups ?? [], memberOf(admitted), world);
  if (isRefusal(membership)) return undefined;
  if (set.users?.includes(caller.subject)) return 'you are named';
  const group = set.groups?.find((name) => membership.groups.has(name));
  return group === undefined ? undefined : `you are in the group ${group}`;
}

import type { Known } from './admit.ts';
import type { Step } from './identity/step.ts';
import type { Caller, SubjectId } from './identity/subject.ts';
import type { Directory, SubjectSet } from './policy/document.ts';
import type { Source } from './policy/source.ts';
import { isIn } from './policy/subject-set.ts';
import { isRefusal, type Refusal, reasons } from './reasons.ts';
import { together } from './together.ts';
import type { World } from './world.ts';

/** Whose membership is asked for. */
export type Member = Pick<Caller, 'subject' | 'carriedGroups'> & {
  /** Groups that some trusted role carries: their members need no document of their own. */
  readonly groupsOfRoles: ReadonlySet<string>;
};

/**
 * Of the named groups, those that the member is in. A named group that is missing or invalid refuses, but for one
 * that a trusted role carries: there an absent document means no more members.
 */
export async function groupsOf(
  names: readonly string[],
  member: Member,
  world: World,
): Promise<
  { readonly groups: ReadonlySet<string>; readonly sources: readonly Source[] } | Refusal
> {
  const loaded = await together(
    names.map((name) => async () => ({ name, group: await world.library.group(name) })),
  );
  const groups = new Set<string>();
  const sources: Source[] = [];
  for (const { name, group } of loaded) {
    if (group.state === 'broken') return broken(`group ${name}: ${group.detail}`);
    if (group.state === 'missing' && !member.groupsOfRoles.has(name)) {
      return broken(`group ${name} does not exist`);
    }
    if (group.state === 'loaded') sources.push(group.source);
    if (
      member.carriedGroups.includes(name) ||
      (group.state === 'loaded' && group.document.members.has(member.subject))
    ) {
      groups.add(name);
    }
  }
  return { groups, sources };
}

/** Whether a subject set of the directory's `administration` names the caller; a group that does not load denies. */
export async function administers(
  set: SubjectSet | undefined,
  member: Member,
  world: World,
): Promise<boolean> {
  if (set === undefined) return false;
  const membership = await groupsOf(set.groups ?? [], member, world);
  return !isRefusal(membership) && isIn(set, member.subject, membership.groups);
}

/** The caller, with what the directory says of groups. */
export function memberOf({ caller, directory }: Pick<Known, 'caller' | 'directory'>): Member {
  const { subject, carriedGroups } = caller;
  return { subject, carriedGroups, groupsOfRoles: groupsOfRoles(directory) };
}

/**
 * Somebody who does not call. By which role a person would come nobody knows, so they are taken to be in every group
 * that a role carries; whoever tells of it must say so.
 */
export function stranger(subject: string, directory: Directory): Member {
  const isPerson = !subject.includes('/');
  const carried = groupsOfRoles(directory);
  return {
    subject: subject as SubjectId, // compared with documents, never trusted
    carriedGroups: isPerson ? [...carried] : [],
    groupsOfRoles: carried,
  };
}

/**
 * Somebody who approved: a person is in the groups that the role by which they came carries today. What a role carries
 * is known by the ARN of the caller, which AWS made.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
 */
export function approverOf(
  step: Pick<Step, 'subject' | 'callerArn'>,
  directory: Directory,
): Member {
  const [, account, role] =
    /^arn:[^:]*:sts::(\d{12}):assumed-role\/([^/]+)\//.exec(step.callerArn) ?? [];
  const entry = directory.identity.trustedSessionNames.find(
    (each) => each.account === account && each.role.toLowerCase() === role?.toLowerCase(),
  );
  return {
    subject: step.subject,
    carriedGroups: entry?.groups ?? [],
    groupsOfRoles: groupsOfRoles(directory),
  };
}

function groupsOfRoles({ identity }: Directory): ReadonlySet<string> {
  return new Set(identity.trustedSessionNames.flatMap((entry) => entry.groups));
}

/** The refusal of what does not load: to the caller it does not exist. */
export function broken(detail: string): Refusal {
  return reasons.unavailableProfile({ code: 'POLICY_ERROR', detail });
}

import type { Known } from './admit.ts';
import type { Caller, SubjectId } from './identity/subject.ts';
import { completePolicy } from './policy/complete.ts';
import type { Directory, PolicySet, SubjectSet } from './policy/document.ts';
import { groupsNamed } from './policy/groups-named.ts';
import type { ProfileName } from './policy/names.ts';
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

/** What a decision about one profile is made from, and which documents took part. */
export type Gathered = {
  readonly policy: PolicySet;
  readonly groups: ReadonlySet<string>;
  /** The profile's own document. */
  readonly source: Source;
  /** All that took part, the profile's own first. */
  readonly sources: readonly Source[];
};

/**
 * Loads what a decision about one profile needs. A baseline that does not load denies all; a profile that is
 * missing or broken, or names a group that is, is refused as if it did not exist.
 */
export async function gather(
  profile: ProfileName,
  member: Member,
  world: World,
): Promise<Gathered | Refusal> {
  const [baseline, document] = await together([
    world.library.baseline(),
    world.library.profile(profile),
  ]);
  if (baseline.state === 'broken') return reasons.policyError(`baseline: ${baseline.detail}`);
  if (document.state === 'missing') return reasons.unavailableProfile({ code: 'POLICY_DENY' });
  if (document.state === 'broken') return broken(document.detail);

  const completed = completePolicy(
    document.document,
    baseline.state === 'loaded' ? baseline.document : undefined,
  );
  if (!completed.ok) return broken(completed.problems[0]?.message ?? '');
  const membership = await groupsOf(groupsNamed(completed.policy), member, world);
  if (isRefusal(membership)) return membership;
  return {
    policy: completed.policy,
    groups: membership.groups,
    source: document.source,
    sources: [
      document.source,
      ...(baseline.state === 'loaded' ? [baseline.source] : []),
      ...membership.sources,
    ],
  };
}

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
  const loaded = await together(names.map((name) => world.library.group(name)));
  const groups = new Set<string>();
  const sources: Source[] = [];
  for (const [index, group] of loaded.entries()) {
    const name = names[index] ?? '';
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

/** Somebody who does not call: only the group documents tell their groups. */
export function stranger(subject: string, directory: Directory): Member {
  return {
    subject: subject as SubjectId, // compared with documents, never trusted
    carriedGroups: [],
    groupsOfRoles: groupsOfRoles(directory),
  };
}

function groupsOfRoles({ identity }: Directory): ReadonlySet<string> {
  return new Set(identity.trustedSessionNames.flatMap((entry) => entry.groups));
}

function broken(detail: string): Refusal {
  return reasons.unavailableProfile({ code: 'POLICY_ERROR', detail });
}

import { broken, groupsOf, type Member } from './membership.ts';
import { type Completed, completePolicy } from './policy/complete.ts';
import type { PolicySet } from './policy/document.ts';
import { groupsNamed, groupsOfBaseline } from './policy/groups-named.ts';
import type { ProfileName } from './policy/names.ts';
import type { Source } from './policy/source.ts';
import { isRefusal, type Refusal, reasons } from './reasons.ts';
import { together } from './together.ts';
import type { World } from './world.ts';

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
 * Loads what a decision about one profile needs. A baseline that does not load, or names a group that does not,
 * denies all; a profile that is missing or broken, or names such a group, is refused as if it did not exist.
 */
export async function gather(
  profile: ProfileName,
  member: Member,
  world: World,
): Promise<Gathered | Refusal> {
  const [baseline, document] = await together([
    () => world.library.baseline(),
    () => world.library.profile(profile),
  ]);
  if (baseline.state === 'broken') return reasons.policyError(`baseline: ${baseline.detail}`);
  const common = baseline.state === 'loaded' ? baseline.document : undefined;
  const completed =
    document.state === 'loaded' ? completePolicy(document.document, common) : undefined;
  const [ofBaseline, membership] = await together([
    () => groupsOf(common === undefined ? [] : groupsOfBaseline(common), member, world),
    () => groupsOf(completed?.ok ? groupsNamed(completed.policy) : [], member, world),
  ]);
  if (isRefusal(ofBaseline)) return reasons.policyError(`baseline: ${ofBaseline.detail}`);
  if (document.state === 'missing') return reasons.unavailableProfile({ code: 'POLICY_DENY' });
  if (document.state === 'broken') return broken(document.detail);
  if (!completed?.ok) return broken(wordsOf(completed));
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

function wordsOf(failed: Extract<Completed, { readonly ok: false }> | undefined): string {
  return [...new Set(failed?.problems.map(({ message }) => message))].join('; ');
}

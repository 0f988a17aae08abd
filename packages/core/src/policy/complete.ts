import type { Baseline, PolicySet, ProfileDocument } from './document.ts';
import type { Problem } from './problems.ts';
import type { Path, Position } from './schema/tree.ts';
import { pathText } from './wording.ts';

/** A profile under the baseline, or what is missing in both. */
export type Completed =
  | { readonly ok: true; readonly policy: PolicySet }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/**
 * Gives a profile the baseline's sections where it has none, each whole, and only then asks whether
 * somebody can approve what needs approval. `positionOf` comes with the parsed profile.
 */
export function completePolicy(
  profile: ProfileDocument,
  baseline: Baseline | undefined,
  positionOf: (path: Path) => Position = () => ({ line: 1, column: 1 }),
): Completed {
  const whole = withDefaults(profile, baseline?.defaults ?? {});
  const problems = whole.approval === undefined ? unapprovable(whole, positionOf) : [];
  if (problems.length > 0) return { ok: false, problems };
  return { ok: true, policy: { profile: whole, ...(baseline !== undefined && { baseline }) } };
}

function withDefaults(own: ProfileDocument, defaults: Baseline['defaults']): ProfileDocument {
  const { maxDurationSeconds, ...sections } = defaults;
  return {
    ...sections,
    ...own,
    profile: { ...(maxDurationSeconds !== undefined && { maxDurationSeconds }), ...own.profile },
  };
}

function unapprovable(
  { rules }: ProfileDocument,
  positionOf: (path: Path) => Position,
): readonly Problem[] {
  return rules.flatMap((rule, index) => {
    if (rule.effect !== 'require_approval') return [];
    const path = ['rules', index, 'effect'];
    const message =
      'expected `approval.approvers` in this document or in the baseline: nobody could approve';
    return [{ ...positionOf(path), path: pathText(path), message }];
  });
}

import { groupsIn } from './conditions/index.ts';
import type { Approval, BreakGlass, PolicySet, Rule } from './document.ts';

/** Groups whose members must be known to decide about a profile, each once. */
export function groupsNamed({ profile, baseline }: PolicySet): readonly string[] {
  const names = [profile, { rules: baseline?.rules ?? [], ...baseline?.defaults }].flatMap(
    inDocument,
  );
  return [...new Set(names)];
}

function inDocument(document: {
  readonly rules: readonly Rule[];
  readonly approval?: Approval;
  readonly breakGlass?: BreakGlass;
}): readonly string[] {
  const { rules, approval, breakGlass } = document;
  const subjectSets = [approval?.approvers, breakGlass?.eligible, breakGlass?.review.reviewers];
  return [
    ...rules.flatMap((rule) => groupsIn(rule.conditions)),
    ...groupsIn(approval?.autoApprove?.conditions ?? []),
    ...subjectSets.flatMap((set) => set?.groups ?? []),
  ];
}

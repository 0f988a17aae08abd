import { groupsIn } from './conditions/groups-in.ts';
import type { Approval, Baseline, BreakGlass, PolicySet, Rule } from './document.ts';

/** Groups whose members must be known to decide about a profile, each once. */
export function groupsNamed({ profile, baseline }: PolicySet): readonly string[] {
  return [...new Set([...inDocument(profile), ...(baseline ? groupsOfBaseline(baseline) : [])])];
}

/** Groups whose members must be known to decide about any profile. */
export function groupsOfBaseline({ rules, defaults }: Baseline): readonly string[] {
  return [...new Set(inDocument({ rules, ...defaults }))];
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

import type { Change } from './conditions/condition.ts';
import type { PolicySet, Rule } from './document.ts';
import type { Facts } from './facts.ts';

/** The rules that can come to match for one caller as time goes by, and when they may change. */
export type Timeline = { readonly set: PolicySet; readonly changes: readonly Change[] };

/**
 * Leaves out what never matches for this caller, whatever the time. Rules keep their order, not their positions.
 * Throws if a condition does.
 */
export function timelineOf({ profile, baseline }: PolicySet, facts: Facts): Timeline {
  const rules = profile.rules.filter((rule) => mayMatch(rule, facts));
  const before = baseline?.rules.filter((rule) => mayMatch(rule, facts)) ?? [];
  return {
    set: {
      profile: { ...profile, rules },
      ...(baseline && { baseline: { ...baseline, rules: before } }),
    },
    changes: [...before, ...rules].flatMap((rule) =>
      rule.conditions.flatMap((condition) => condition.changes),
    ),
  };
}

function mayMatch(rule: Rule, facts: Facts): boolean {
  return rule.conditions.every(
    (condition) => condition.changes.length > 0 || condition.holds(facts) !== false,
  );
}

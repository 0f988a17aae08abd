import type { PolicySet, Rule } from './document.ts';

/**
 * The documents as they would be judged if the caller gave every text that is asked for: tells somebody who has
 * not asked yet what they could have by saying why.
 */
export function asIfSaid({ profile, baseline }: PolicySet): PolicySet {
  return {
    profile: { ...profile, rules: profile.rules.map(said) },
    ...(baseline && { baseline: { ...baseline, rules: baseline.rules.map(said) } }),
  };
}

function said(rule: Rule): Rule {
  const conditions = rule.conditions.map((each) => ({ ...each, holds: each.ifSaid }));
  return { ...rule, conditions };
}

import type { Condition } from './conditions/condition.ts';
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
  return { ...rule, conditions: rule.conditions.map(saidCondition) };
}

function saidCondition(condition: Condition): Condition {
  const isByText = condition.heeds.length > 0;
  return isByText ? { ...condition, holds: () => condition.heeds.includes('saying') } : condition;
}

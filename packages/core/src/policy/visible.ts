import type { PolicySet, Rule } from './document.ts';
import { isEligible } from './eligible.ts';
import type { Facts } from './facts.ts';

/**
 * Whether the profile exists as far as the caller can tell: some rule that may let them in, or break-glass, is for
 * them by `users`, `groups` and `profiles`. Every other condition is taken to hold, and a `not` around one too.
 * Deny rules do not matter. What cannot be judged hides the profile.
 */
export function isVisible(set: PolicySet, facts: Facts): boolean {
  try {
    return set.profile.rules.some((rule) => mayLetIn(rule, facts)) || isEligible(set, facts);
  } catch {
    return false;
  }
}

function mayLetIn(rule: Rule, facts: Facts): boolean {
  if (rule.effect === 'deny') return false;
  return rule.conditions.every(
    (condition) => !condition.decidesVisibility || condition.holds(facts) === true,
  );
}

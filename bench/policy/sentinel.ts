import { evaluate } from '@sentinel/core/policy/evaluate';
import { factsOf, policyOf, ruleOf } from '@sentinel/core/testing/policy';
import type { Judge, PlainRule, RuleSet } from './rule-sets.ts';

const days = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'];

/** Our own evaluation, as `vend` calls it; conditions go through the schema of documents. */
export function judgeBySentinel({ rules, person, group, at }: RuleSet): Judge {
  const policy = policyOf(
    rules.map((rule, nth) => ruleOf('allow', conditionsOf(rule), { name: `rule-${nth}` })),
  );
  const facts = factsOf({ subject: person, groups: [group], nowMs: at.nowMs });
  return () => evaluate(policy, facts).effect === 'allow';
}

function conditionsOf({ group, window }: PlainRule) {
  if (window === undefined) return { groups: [group] };
  const hours = { start: clock(window.from), end: clock(window.until) };
  return { groups: [group], time: { days, hours, timezone: 'UTC' } };
}

function clock(minute: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}

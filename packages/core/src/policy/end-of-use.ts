import type { RuleRef } from './decision.ts';
import type { PolicySet } from './document.ts';
import { evaluate } from './evaluate.ts';
import type { Facts } from './facts.ts';
import { timelineOf } from './timeline.ts';

/**
 * When a right that `rule` gives at `facts.nowMs` ends by the passing of time: the first later moment, up to and
 * including `untilMs`, at which evaluation would no longer end at that rule. Milliseconds since the epoch;
 * `undefined`: not by then. Clocks that are set forward or back are followed exactly.
 */
export function endOfUse(
  set: PolicySet,
  facts: Facts,
  { rule, untilMs }: { readonly rule: RuleRef; readonly untilMs: number },
): number | undefined {
  const { changes } = timelineOf(upTo(rule, set), facts);
  let atMs = facts.nowMs;
  while (true) {
    const nextMs = Math.min(...changes.map((change) => change.nextMs(atMs) ?? Infinity));
    if (nextMs > untilMs) return undefined;
    if (!endsAt(rule, set, { ...facts, nowMs: nextMs })) return nextMs;
    atMs = nextMs;
  }
}

function endsAt(rule: RuleRef, set: PolicySet, facts: Facts): boolean {
  const decision = evaluate(set, facts);
  return (
    'rule' in decision &&
    decision.rule.document === rule.document &&
    decision.rule.index === rule.index
  );
}

/** What stands behind the deciding rule never decides while it holds. */
function upTo(rule: RuleRef, set: PolicySet): PolicySet {
  const rules = set.profile.rules.slice(0, rule.document === 'profile' ? rule.index + 1 : 0);
  return { ...set, profile: { ...set.profile, rules } };
}

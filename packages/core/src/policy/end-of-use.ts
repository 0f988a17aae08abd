import type { Decision, RuleRef } from './decision.ts';
import type { PolicySet } from './document.ts';
import { evaluate, type Passing } from './evaluate.ts';
import type { Facts } from './facts.ts';
import { timelineOf } from './timeline.ts';

/**
 * When a right that `rule` gives at `facts.nowMs` ends by the passing of time: the first later moment, up to and
 * including `untilMs`, at which evaluation would no longer end at that rule. Without a `rule`: at which it would deny
 * or allow by a rule, so that the right of a break-glass no longer holds as it was given. Milliseconds since the
 * epoch; `undefined`: not by then. Clocks that are set forward or back are followed exactly.
 */
export function endOfUse(
  set: PolicySet,
  facts: Facts,
  right: {
    readonly rule?: RuleRef | undefined;
    readonly untilMs: number;
    readonly passing?: Passing;
  },
): number | undefined {
  const { rule, untilMs, passing = {} } = right;
  const { changes } = timelineOf(rule === undefined ? set : upTo(rule, set), facts);
  let atMs = facts.nowMs;
  while (true) {
    const nextMs = Math.min(...changes.map((change) => change.nextMs(atMs) ?? Infinity));
    if (nextMs > untilMs) return undefined;
    const decision = evaluate(set, { ...facts, nowMs: nextMs }, passing);
    if (!(rule === undefined ? isPassed(decision) : endsAt(rule, decision))) return nextMs;
    atMs = nextMs;
  }
}

/** Of a break-glass: nothing stands against it, and nothing takes its place. */
function isPassed({ effect }: Decision): boolean {
  return effect === 'none' || effect === 'require_approval';
}

function endsAt(rule: RuleRef, decision: Decision): boolean {
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

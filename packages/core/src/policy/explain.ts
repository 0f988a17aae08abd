import type { ExplainAnswer } from '../contract/explain.ts';
import { type AccessNow, accessNow } from './access.ts';
import type { Decision, RuleRef } from './decision.ts';
import type { PolicySet, Rule } from './document.ts';
import { evaluate } from './evaluate.ts';
import type { Facts } from './facts.ts';
import { opensAt } from './opens-at.ts';
import type { Truth } from './truth.ts';

/**
 * Why policy decides as it does, in words that may be told to the caller: kinds of conditions, never their values,
 * and the name of no rule but the deciding one.
 */
export type Explanation =
  | { readonly state: 'hidden' }
  | { readonly state: 'failed'; readonly detail: string }
  | (AccessNow & {
      readonly state: 'explained';
      readonly effect: ExplainAnswer['effect'];
      readonly rule?: string;
      readonly reason?: string;
      /** Up to the deciding one, or all. */
      readonly rules: ExplainAnswer['rules'];
      /** When policy would next allow, or let the caller ask; only where it does neither now. */
      readonly opensAtMs?: number;
      /** Whose approval it takes; only where it takes one. */
      readonly ask?: { readonly groups: string[]; readonly count: number };
      /** Only where the glass may be broken. */
      readonly reasonCodes?: readonly string[];
    });

/** Explains the decision about a profile; `hidden` where the caller may not know that it exists. */
export function explain(set: PolicySet, facts: Facts): Explanation {
  const now = accessNow(set, facts);
  if (now === undefined) return { state: 'hidden' };
  const decision = evaluate(set, facts);
  if (decision.effect === 'error') return { state: 'failed', detail: decision.detail };
  const isShut = decision.effect === 'deny' || decision.effect === 'none';
  const opensAtMs = isShut ? opensAt(set, facts) : undefined;
  return {
    state: 'explained',
    ...now,
    effect: decision.effect,
    ...saidBy(decision),
    rules: judgedRules(set, facts, decision),
    ...(opensAtMs !== undefined && { opensAtMs }),
    ...whomToAsk(set, decision),
    ...codesOf(set, now),
  };
}

function saidBy(decision: Decision): { readonly rule?: string; readonly reason?: string } {
  if (!('rule' in decision)) return {};
  return {
    rule: decision.rule.name,
    ...(decision.reason !== undefined && { reason: decision.reason }),
  };
}

function judgedRules(set: PolicySet, facts: Facts, decision: Decision): ExplainAnswer['rules'] {
  const judged: ExplainAnswer['rules'] = [];
  for (const [document, rules] of [
    ['baseline', set.baseline?.rules ?? []],
    ['profile', set.profile.rules],
  ] as const) {
    for (const [index, rule] of rules.entries()) {
      const decided = isDeciding(decision, { document, index });
      judged.push({
        document,
        index,
        effect: rule.effect,
        decided,
        conditions: judgedConditions(rule, facts),
      });
      if (decided) return judged;
    }
  }
  return judged;
}

function isDeciding(decision: Decision, at: Omit<RuleRef, 'name'>): boolean {
  if (!('rule' in decision)) return false;
  return decision.rule.document === at.document && decision.rule.index === at.index;
}

function judgedConditions(rule: Rule, facts: Facts) {
  return rule.conditions.map((condition) => ({
    kind: condition.kind,
    held: inWords(condition.holds(facts)),
  }));
}

function inWords(truth: Truth): 'yes' | 'no' | 'unknown' {
  if (truth === 'unknown') return truth;
  return truth ? 'yes' : 'no';
}

/** Groups only: who the approvers are is not told. */
function whomToAsk({ profile, baseline }: PolicySet, decision: Decision) {
  const approval = profile.approval ?? baseline?.defaults.approval;
  if (decision.effect !== 'require_approval' || approval === undefined) return {};
  return { ask: { groups: [...(approval.approvers.groups ?? [])], count: approval.count } };
}

function codesOf({ profile }: PolicySet, { access }: AccessNow) {
  if (access !== 'break_glass' || profile.breakGlass === undefined) return {};
  return { reasonCodes: profile.breakGlass.reasonCodes };
}

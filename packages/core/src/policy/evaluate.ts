import { allHold } from './conditions/all-hold.ts';
import type { Decision, RuleRef } from './decision.ts';
import type { Effect, PolicySet, Rule } from './document.ts';
import type { Facts } from './facts.ts';
import type { Truth } from './truth.ts';

/** What is passed over; nothing, if left out. */
export type Passing = {
  /** Deny rules that say that an opened break-glass passes them. */
  readonly breakGlass?: boolean;
};

/**
 * What policy says: the first rule that matches decides, the baseline's before the profile's.
 * Never throws: a missing fact, a condition that throws or an effect that nobody knows is an `error`,
 * whatever the other rules say.
 */
export function evaluate(
  { profile, baseline }: PolicySet,
  facts: Facts,
  passing: Passing = {},
): Decision {
  try {
    const missing = missingFact(facts);
    if (missing !== undefined) return { effect: 'error', detail: `fact ${missing} is missing` };
    return (
      (baseline && decide('baseline', baseline.rules, { facts, passing })) ??
      decide('profile', profile.rules, { facts, passing }) ?? { effect: 'none' }
    );
  } catch (error) {
    return { effect: 'error', detail: error instanceof Error ? error.message : String(error) };
  }
}

function decide(
  document: RuleRef['document'],
  rules: readonly Rule[],
  { facts, passing }: { readonly facts: Facts; readonly passing: Passing },
): Decision | undefined {
  for (const [index, rule] of rules.entries()) {
    if (!isMatch(rule.effect, allHold(rule.conditions, facts))) continue;
    if (rule.effect === 'deny' && rule.breakGlass && passing.breakGlass) continue;
    return decisionOf(rule, { document, index, name: rule.name });
  }
  return undefined;
}

/** What is unknown counts against the caller: it makes a deny match, and nothing else. */
function isMatch(effect: Effect, truth: Truth): boolean {
  switch (effect) {
    case 'deny':
      return truth !== false;
    case 'allow':
    case 'require_approval':
      return truth === true;
    default:
      throw new Error(`effect ${String(effect satisfies never)} is unknown`);
  }
}

function decisionOf(rule: Rule, ref: RuleRef): Decision {
  const said = { rule: ref, ...(rule.reason !== undefined && { reason: rule.reason }) };
  if (rule.effect === 'deny') return { effect: 'deny', ...said };
  if (ref.document === 'baseline') throw new Error('a rule of the baseline does not deny');
  return {
    effect: rule.effect,
    ...said,
    ...(rule.maxDurationSeconds !== undefined && { maxDurationSeconds: rule.maxDurationSeconds }),
    ...(rule.sessionPolicy !== undefined && { sessionPolicy: rule.sessionPolicy }),
  };
}

const texts = ['subject', 'profile', 'sourceIp', 'justification', 'ticket'] as const;

function missingFact(facts: Facts): string | undefined {
  for (const name of texts) if (typeof facts[name] !== 'string') return name;
  if (!(facts.groups instanceof Set)) return 'groups';
  // The last moment that a Date can name; what is no number is none either.
  if (typeof facts.nowMs !== 'number' || !(Math.abs(facts.nowMs) <= 8.64e15)) return 'nowMs';
  return undefined;
}

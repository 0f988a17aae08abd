import { describe, expect, test } from 'vitest';
import { failingRule } from '../testing/a-failing-rule.ts';
import { aRequest } from '../testing/a-request.ts';
import { anEvent } from '../testing/an-event.ts';
import { factsOf, policyOf, ruleOf } from '../testing/policy.ts';
import type { UsableGrant } from './approval/usable-grants.ts';
import { entitle, type Found } from './entitlement.ts';
import type { Decision } from './policy/decision.ts';
import type { Rule } from './policy/document.ts';
import { evaluate } from './policy/evaluate.ts';
import { isRefusal } from './reasons.ts';

const facts = factsOf();
const any = { any: true };
const narrow = { sessionPolicy: { arns: ['arn:aws:iam::aws:policy/ReadOnlyAccess'] } };
const grant: UsableGrant = {
  request: aRequest(),
  untilMs: facts.nowMs + 1_800_000,
  maxUses: 1,
};
const glass = anEvent();

/** By what a policy of these rules lets in somebody for whom this was found, or the code that refuses them. */
function viaOf(rules: readonly Rule[], found: Partial<Found>): string {
  const policy = policyOf(rules);
  const rights = entitle(
    { policy, facts, decision: evaluate(policy, facts) },
    { grants: [], ...found },
  );
  return isRefusal(rights) ? rights.code : rights.map((right) => right.entitlement.via).join();
}

const deny = ruleOf('deny', any);
const passable = ruleOf('deny', any, { breakGlass: true });
const ask = ruleOf('require_approval', any);
const allow = ruleOf('allow', any);

describe('SEC-01 what policy, a grant and a break-glass give together', () => {
  test.each([
    ['allow', [allow], {}, 'direct'],
    ['allow, with both', [allow], { grants: [grant], glass }, 'direct'],
    ['approval needed', [ask], {}, 'APPROVAL_REQUIRED'],
    ['approval needed, with a grant', [ask], { grants: [grant] }, 'approved'],
    ['approval needed, with both', [ask], { grants: [grant], glass }, 'approved'],
    ['approval needed, with two grants', [ask], { grants: [grant, grant] }, 'approved,approved'],
    ['approval needed, with a break-glass', [ask], { glass }, 'breakglass'],
    ['no rule', [], {}, 'POLICY_DENY'],
    ['no rule, with a grant', [], { grants: [grant] }, 'POLICY_DENY'],
    ['no rule, with a break-glass', [], { glass }, 'breakglass'],
    ['deny', [deny, allow], {}, 'POLICY_DENY'],
    ['deny, with both', [deny, allow], { grants: [grant], glass }, 'POLICY_DENY'],
    ['passable deny', [passable, allow], {}, 'POLICY_DENY'],
    ['passable deny, with a grant', [passable, ask], { grants: [grant] }, 'POLICY_DENY'],
    ['passable deny, with a break-glass', [passable, ask], { glass }, 'breakglass'],
    ['passable deny before an allow', [passable, allow], { glass }, 'breakglass'],
    ['passable deny, then another', [passable, deny, allow], { glass }, 'POLICY_DENY'],
    ['passable deny, then a failure', [passable, failingRule, allow], { glass }, 'POLICY_ERROR'],
    ['an approval before a deny', [ask, deny], { glass }, 'breakglass'],
  ] as const)('SEC-01 %s', (_name, rules, found, via) => {
    expect(viaOf(rules, found), 'SECURITY VIOLATION: another right than policy gives').toBe(via);
  });

  test('SEC-01 what is no decision gives no right, whatever was found', () => {
    const unknown: Decision = JSON.parse('{"effect":"allowed","rule":{"name":"a"}}');

    const right = entitle(
      { policy: policyOf([]), facts, decision: unknown },
      { grants: [grant], glass },
    );

    expect(isRefusal(right) && right.code, 'SECURITY VIOLATION: entitled by no decision').toBe(
      'POLICY_ERROR',
    );
  });

  test('SEC-01 a decision that failed gives no right, whatever was found', () => {
    const failed: Decision = { effect: 'error', detail: 'a fact is missing' };

    const right = entitle(
      { policy: policyOf([]), facts, decision: failed },
      { grants: [grant], glass },
    );

    expect(isRefusal(right) && right.code, 'SECURITY VIOLATION: entitled by a failure').toBe(
      'POLICY_ERROR',
    );
  });
});

describe('whose terms hold', () => {
  test.each([
    [
      'the rule that asks, under its grant',
      [ruleOf('require_approval', any, narrow)],
      { grants: [grant] },
      true,
    ],
    [
      'none of a passed rule, under a break-glass',
      [ruleOf('require_approval', any, narrow)],
      { glass },
      false,
    ],
    ['of an allow behind a passed deny', [passable, ruleOf('allow', any, narrow)], { glass }, true],
  ] as const)('SEC-30 %s', (_name, rules, found, isNarrowed) => {
    const policy = policyOf(rules);

    const rights = entitle(
      { policy, facts, decision: evaluate(policy, facts) },
      { grants: [], ...found },
    );

    const [right] = isRefusal(rights) ? [] : rights;
    expect(right?.sessionPolicy !== undefined, 'SECURITY VIOLATION: narrowed otherwise').toBe(
      isNarrowed,
    );
    expect(right?.rule !== undefined).toBe(isNarrowed);
  });

  test('SEC-13 a right ends with its grant or its break-glass', () => {
    const policy = policyOf([ask]);
    const about = { policy, facts, decision: evaluate(policy, facts) };

    const ends = [{ grants: [grant] }, { grants: [], glass }].map((found) => {
      const rights = entitle(about, found);
      return isRefusal(rights) ? rights : rights[0].entitlement.notAfterMs;
    });

    expect(ends, 'SECURITY VIOLATION: a right without its end').toEqual([
      grant.untilMs,
      glass.endsAtMs,
    ]);
  });

  test('SEC-13 a break-glass ends earlier where policy gives less now than at its opening', () => {
    const breakGlass = {
      eligible: { users: [facts.subject] },
      reasonCodes: ['incident'],
      maxDurationSeconds: 900,
      review: { required: false, withinSeconds: 60 },
    };
    const policy = policyOf([ask], { breakGlass });

    const rights = entitle(
      { policy, facts, decision: evaluate(policy, facts) },
      { grants: [], glass },
    );

    expect(
      isRefusal(rights) ? rights : rights[0].entitlement.notAfterMs,
      'SECURITY VIOLATION: longer than policy gives',
    ).toBe(glass.openedAtMs + 900_000);
  });
});

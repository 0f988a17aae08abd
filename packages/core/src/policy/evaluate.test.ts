import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import { arbitraryFacts, arbitraryPolicy, arbitraryRule } from '../../testing/arbitrary-policy.ts';
import { factsOf, policyOf, ruleOf } from '../../testing/policy.ts';
import { condition } from './conditions/condition.ts';
import type { Effect } from './document.ts';
import { evaluate } from './evaluate.ts';
import type { Truth } from './truth.ts';

const aroundMs = Date.UTC(2026, 7, 12, 9, 30);
const oncall = factsOf({ groups: ['oncall'] });
const forOncall = { groups: ['oncall'] };
const forLeads = { groups: ['leads'] };
const everyone = { any: true };

test('the first rule that matches decides, with all that it says', () => {
  const set = policyOf([
    ruleOf('deny', forLeads, { name: 'leads' }),
    ruleOf('allow', forOncall, {
      name: 'oncall',
      reason: 'you are on call',
      maxDurationSeconds: 1800,
      sessionPolicy: { arns: ['arn:aws:iam::aws:policy/ReadOnlyAccess'] },
    }),
    ruleOf('deny', everyone, { name: 'everyone' }),
  ]);

  const decision = evaluate(set, oncall);

  expect(decision).toEqual({
    effect: 'allow',
    rule: { document: 'profile', index: 1, name: 'oncall' },
    reason: 'you are on call',
    maxDurationSeconds: 1800,
    sessionPolicy: { arns: ['arn:aws:iam::aws:policy/ReadOnlyAccess'] },
  });
});

test.each([
  ['no rules', policyOf([])],
  ['no rule that matches', policyOf([ruleOf('allow', forLeads)])],
  [
    'a baseline that does not match',
    policyOf([], { baseline: { rules: [ruleOf('deny', forLeads)] } }),
  ],
])('with %s, none decides', (_what, set) => {
  expect(evaluate(set, oncall)).toEqual({ effect: 'none' });
});

test('a denial of the baseline stands before every rule of the profile', () => {
  const set = policyOf([ruleOf('allow', everyone)], {
    baseline: { rules: [ruleOf('deny', forLeads), ruleOf('deny', forOncall, { name: 'freeze' })] },
  });

  expect(evaluate(set, oncall)).toEqual({
    effect: 'deny',
    rule: { document: 'baseline', index: 1, name: 'freeze' },
  });
});

test.each<[Effect, Truth, boolean]>([
  ['allow', true, true],
  ['allow', 'unknown', false],
  ['allow', false, false],
  ['require_approval', true, true],
  ['require_approval', 'unknown', false],
  ['require_approval', false, false],
  ['deny', true, true],
  ['deny', 'unknown', true],
  ['deny', false, false],
])('a rule to %s whose conditions are %s matches: %s', (effect, truth, isMatch) => {
  const set = policyOf([{ name: 'rule', effect, conditions: [fixed(() => truth)] }]);

  expect(evaluate(set, oncall).effect).toBe(isMatch ? effect : 'none');
});

test('an opened break-glass passes the denials that say so, and no other', () => {
  const set = policyOf([
    ruleOf('deny', forOncall, { name: 'freeze', breakGlass: true }),
    ruleOf('deny', forOncall, { name: 'audit' }),
  ]);

  expect(evaluate(set, oncall)).toMatchObject({ rule: { name: 'freeze' } });
  expect(evaluate(set, oncall, { breakGlass: true })).toMatchObject({ rule: { name: 'audit' } });
});

test.each([
  ['an error', new Error('no such clock'), 'no such clock'],
  ['a text', 'no clock at all', 'no clock at all'],
  ['nothing', undefined, 'undefined'],
])('says what failed where %s is thrown', (_what, thrown, detail) => {
  const broken = fixed(() => {
    throw thrown;
  });
  const set = policyOf([{ name: 'rule', effect: 'allow', conditions: [broken] }]);

  expect(evaluate(set, oncall)).toEqual({ effect: 'error', detail });
});

test.each([
  ['subject', undefined, 'fact subject is missing'],
  ['groups', ['oncall'], 'fact groups is missing'],
  ['nowMs', Number.NaN, 'fact nowMs is missing'],
  ['nowMs', 8.64e15 + 1, 'fact nowMs is missing'],
])('says which fact is missing: %s being %j', (name, value, detail) => {
  const facts = { ...oncall, [name]: value };

  expect(evaluate(policyOf([ruleOf('allow', everyone)]), facts)).toEqual({
    effect: 'error',
    detail,
  });
});

test('says what is wrong with a rule that nobody understands', () => {
  const permitting = Object.assign({ ...ruleOf('allow', everyone) }, { effect: 'permit' });
  const allowing = policyOf([], { baseline: { rules: [ruleOf('allow', everyone)] } });

  const details = [policyOf([permitting]), allowing].map((set) => evaluate(set, oncall));

  expect(details).toEqual([
    { effect: 'error', detail: 'effect permit is unknown' },
    { effect: 'error', detail: 'a rule of the baseline does not deny' },
  ]);
});

test('never throws', () => {
  const anything = fc.anything();
  const brokenFacts = fc
    .tuple(
      arbitraryFacts(aroundMs),
      fc.dictionary(fc.constantFrom(...Object.keys(oncall)), anything),
    )
    .map(([facts, broken]) => ({ ...facts, ...broken }));

  fc.assert(
    fc.property(arbitraryPolicy(aroundMs), brokenFacts, (set, facts) => {
      expect(typeof evaluate(set, facts).effect).toBe('string');
    }),
    { numRuns: 1000 },
  );
});

test('a rule that does not match changes nothing but positions', () => {
  fc.assert(
    fc.property(
      arbitraryPolicy(aroundMs),
      arbitraryRule(aroundMs),
      arbitraryFacts(aroundMs),
      (set, rule, facts) => {
        fc.pre(evaluate(policyOf([rule]), facts).effect === 'none');
        const longer = { ...set, profile: { ...set.profile, rules: [rule, ...set.profile.rules] } };

        expect(evaluate(longer, facts).effect).toBe(evaluate(set, facts).effect);
      },
    ),
    { numRuns: 1000 },
  );
});

function fixed(holds: () => Truth) {
  return condition('fixed', z.any(), () => ({ holds })).schema.parse({});
}

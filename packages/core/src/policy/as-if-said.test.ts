import { expect, test } from 'vitest';
import { factsOf, policyOf, ruleOf } from '../../testing/policy.ts';
import { asIfSaid } from './as-if-said.ts';
import { evaluate } from './evaluate.ts';

test.each([
  ['an allow that asks why', 'allow', { justification: { required: true } }, 'none', 'allow'],
  [
    'an allow that asks for a ticket',
    'allow',
    { justification: { required: true, tickets: ['OPS-*'] } },
    'none',
    'allow',
  ],
  [
    'a deny of those who do not say why',
    'deny',
    { not: { justification: { required: true } } },
    'deny',
    'none',
  ],
  [
    'a deny of others who do not say why',
    'deny',
    { not: { justification: { required: true }, groups: ['oncall'] } },
    'deny',
    'deny',
  ],
  ['a rule for others', 'allow', { users: ['carol@example.com'] }, 'none', 'none'],
] as const)('%s', (_what, effect, conditions, silent, saying) => {
  const set = policyOf([ruleOf(effect, conditions)]);
  const facts = factsOf();

  const effects = [evaluate(set, facts).effect, evaluate(asIfSaid(set), facts).effect];

  expect(effects).toEqual([silent, saying]);
});

test.each([
  ['a deny for everyone', { any: true }, 'deny', 'deny'],
  [
    'a deny of those who do not say why',
    { not: { justification: { required: true } } },
    'deny',
    'allow',
  ],
] as const)('%s in the baseline', (_what, conditions, silent, saying) => {
  const baseline = { rules: [ruleOf('deny', conditions)] };
  const set = policyOf([ruleOf('allow', { any: true })], { baseline });

  const effects = [evaluate(set, factsOf()).effect, evaluate(asIfSaid(set), factsOf()).effect];

  expect(effects).toEqual([silent, saying]);
});

import { expect, test } from 'vitest';
import { breakGlassFor, factsOf, policyOf, ruleOf } from '../../testing/policy.ts';
import { accessTo } from './access.ts';

const oncall = factsOf({ groups: ['oncall'] });
const everyone = { any: true };
const never = { dates: { until: '2020-01-01' } };
const breakGlass = breakGlassFor({ groups: ['oncall'] });
const freeze = ruleOf('deny', everyone, { name: 'freeze' });
const softFreeze = ruleOf('deny', everyone, { name: 'soft', breakGlass: true });

test.each([
  ['a rule allows', policyOf([ruleOf('allow', everyone)], { breakGlass }), 'allow'],
  [
    'a rule asks for approval',
    policyOf([ruleOf('require_approval', everyone)], { breakGlass }),
    'require_approval',
  ],
  ['no rule matches now', policyOf([ruleOf('allow', never)]), 'not_now'],
  ['a denial stands before', policyOf([freeze, ruleOf('allow', everyone)]), 'not_now'],
  [
    'no rule matches, but break-glass',
    policyOf([ruleOf('allow', never)], { breakGlass }),
    'break_glass',
  ],
  [
    'a denial stands that break-glass passes',
    policyOf([softFreeze], { breakGlass }),
    'break_glass',
  ],
  [
    'a denial stands that it does not pass',
    policyOf([softFreeze, freeze], { breakGlass }),
    'not_now',
  ],
  [
    'a denial of the baseline stands',
    policyOf([], { breakGlass, baseline: { rules: [freeze] } }),
    'not_now',
  ],
  [
    'others may break the glass',
    policyOf([ruleOf('allow', never)], { breakGlass: breakGlassFor({ groups: ['leads'] }) }),
    'not_now',
  ],
  ['rules are for others', policyOf([ruleOf('allow', { groups: ['leads'] })]), undefined],
  ['only denials are for them', policyOf([freeze]), undefined],
])('where %s: %s', (_where, set, access) => {
  expect(accessTo(set, oncall)).toBe(access);
});

test('a decision that fails gives nothing', () => {
  const broken = { ...ruleOf('allow', everyone), conditions: [] };

  expect(accessTo(policyOf([broken, ruleOf('allow', everyone)]), oncall)).toBe('not_now');
});

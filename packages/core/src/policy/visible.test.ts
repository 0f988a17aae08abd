import { expect, test } from 'vitest';
import { breakGlassFor, factsOf, policyOf, ruleOf } from '../../testing/policy.ts';
import { isVisible } from './visible.ts';

const oncall = factsOf({ groups: ['oncall'] });
const never = { dates: { until: '2020-01-01' } };

test.each([
  ['their group', { groups: ['oncall'] }, true],
  ['another group', { groups: ['leads'] }, false],
  ['their name', { users: ['alice@example.com'] }, true],
  ['another name', { users: ['iam/bob'] }, false],
  ['their name in another group', { users: ['alice@example.com'], groups: ['leads'] }, false],
  ['this profile', { profiles: ['prod*'] }, true],
  ['another profile', { profiles: ['dev-*'], groups: ['oncall'] }, false],
  ['everyone', { any: true }, true],
  ['their group at another time', { groups: ['oncall'], ...never }, true],
  ['another group at another time', { groups: ['leads'], ...never }, false],
  ['those who justify it', { justification: { required: true } }, true],
  ['all but their group', { not: { groups: ['oncall'] } }, false],
  ['all but another group', { not: { groups: ['leads'] } }, true],
  ['all but their group at another time', { not: { groups: ['oncall'], ...never } }, true],
  ['all but everyone, at any time', { not: { any: true } }, true],
  ['all that are not all but their group', { not: { not: { groups: ['oncall'] } } }, true],
  ['their group, not at a time', { groups: ['oncall'], not: never }, true],
  ['another group, not at a time', { groups: ['leads'], not: never }, false],
])('a rule for %s: %s', (_whom, conditions, visible) => {
  expect(isVisible(policyOf([ruleOf('allow', conditions)]), oncall)).toBe(visible);
  expect(isVisible(policyOf([ruleOf('require_approval', conditions)]), oncall)).toBe(visible);
  expect(isVisible(policyOf([ruleOf('deny', conditions)]), oncall)).toBe(false);
});

test('a denial before it hides nothing, nor does one of the baseline', () => {
  const denial = ruleOf('deny', { any: true });
  const set = policyOf([denial, ruleOf('allow', { any: true })], { baseline: { rules: [denial] } });

  expect(isVisible(set, oncall)).toBe(true);
});

test('those who may break the glass see the profile', () => {
  const set = policyOf([ruleOf('deny', { any: true })], {
    breakGlass: breakGlassFor({ groups: ['oncall'] }),
  });

  expect(isVisible(set, oncall)).toBe(true);
  expect(isVisible(set, factsOf())).toBe(false);
});

import { expect, test } from 'vitest';
import { breakGlassFor, factsOf, policyOf } from '../../testing/policy.ts';
import { isEligible } from './eligible.ts';

const forOncall = breakGlassFor({ groups: ['oncall'] });
const forLeads = breakGlassFor({ groups: ['leads'] });
const robots = ['role/ci', '222233334444:role/ci'];
const forRobots = breakGlassFor({ users: robots, groups: ['oncall'] });

test.each([
  ['the profile names them', policyOf([], { breakGlass: forOncall }), true],
  ['the profile names others', policyOf([], { breakGlass: forLeads }), false],
  ['nobody is named', policyOf([]), false],
  [
    'the baseline names them',
    policyOf([], { baseline: { defaults: { breakGlass: forOncall } } }),
    true,
  ],
  [
    'the profile names others than the baseline',
    policyOf([], { breakGlass: forLeads, baseline: { defaults: { breakGlass: forOncall } } }),
    false,
  ],
])('a caller of `oncall`, where %s: %s', (_where, set, eligible) => {
  expect(isEligible(set, factsOf({ groups: ['oncall'] }))).toBe(eligible);
});

test.each(robots)('%s never breaks the glass, named or not', (subject) => {
  const facts = factsOf({ subject, groups: ['oncall'] });

  expect(isEligible(policyOf([], { breakGlass: forRobots }), facts)).toBe(false);
});

import { expect, test } from 'vitest';
import { breakGlassFor, conditionsOf, policyOf, ruleOf } from '../../testing/policy.ts';
import type { Approval, BreakGlass } from './document.ts';
import { groupsNamed } from './groups-named.ts';

const approval = (prefix: string): Approval => ({
  approvers: { groups: [`${prefix}-approver`], users: ['carol@example.com'] },
  count: 1,
  requestTtlSeconds: 86_400,
  maxGrantSeconds: 3600,
  autoApprove: {
    conditions: conditionsOf({ not: { groups: [`${prefix}-auto`] } }),
    maxDurationSeconds: 3600,
  },
});
const breakGlass = (prefix: string): BreakGlass => {
  const section = breakGlassFor({ groups: [`${prefix}-eligible`] });
  return {
    ...section,
    review: { ...section.review, reviewers: { groups: [`${prefix}-reviewer`] } },
  };
};

test('names every group of a profile and its baseline, each once', () => {
  const set = policyOf(
    [ruleOf('allow', { groups: ['rule', 'shared'] }), ruleOf('deny', { not: { groups: ['not'] } })],
    {
      approval: approval('own'),
      breakGlass: breakGlass('own'),
      baseline: {
        rules: [ruleOf('deny', { groups: ['shared', 'frozen'] })],
        defaults: { approval: approval('default'), breakGlass: breakGlass('default') },
      },
    },
  );

  const names = groupsNamed(set);

  expect([...names].sort()).toEqual(
    [
      ...['rule', 'shared', 'not', 'frozen'],
      ...['own-approver', 'own-auto', 'own-eligible', 'own-reviewer'],
      ...['default-approver', 'default-auto', 'default-eligible', 'default-reviewer'],
    ].sort(),
  );
});

test('names none where none is named', () => {
  expect(groupsNamed(policyOf([ruleOf('allow', { any: true })]))).toEqual([]);
});

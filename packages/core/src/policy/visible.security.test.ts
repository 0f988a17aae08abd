import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import { arbitraryFacts, arbitraryPolicy } from '../../testing/arbitrary-policy.ts';
import { factsOf, policyOf, ruleOf } from '../../testing/policy.ts';
import { accessTo } from './access.ts';
import { condition } from './conditions/condition.ts';
import type { PolicySet } from './document.ts';
import { evaluate } from './evaluate.ts';
import { explain } from './explain.ts';
import { isVisible } from './visible.ts';

const aroundMs = Date.UTC(2026, 7, 12, 9, 30);
const revealed = 'SECURITY VIOLATION: a profile shows to whom it is not for';

test('SEC-26 to whom a profile is hidden, nothing tells of it', () => {
  fc.assert(
    fc.property(arbitraryPolicy(aroundMs), arbitraryFacts(aroundMs), (set, facts) => {
      fc.pre(!isVisible(set, facts));

      expect(accessTo(set, facts), revealed).toBeUndefined();
      expect(explain(set, facts), revealed).toEqual({ state: 'hidden' });
    }),
    { numRuns: 1000 },
  );
});

test('SEC-26 what lets somebody in is visible to them', () => {
  fc.assert(
    fc.property(arbitraryPolicy(aroundMs), arbitraryFacts(aroundMs), (set, facts) => {
      const { effect } = evaluate(set, facts);
      fc.pre(effect === 'allow' || effect === 'require_approval');

      expect(isVisible(set, facts)).toBe(true);
    }),
    { numRuns: 1000 },
  );
});

test('SEC-26 whether a profile shows does not depend on time, reason or place', () => {
  fc.assert(
    fc.property(
      arbitraryPolicy(aroundMs),
      arbitraryFacts(aroundMs),
      arbitraryFacts(aroundMs),
      (set, facts, { nowMs, justification, ticket }) => {
        expect(isVisible(set, { ...facts, nowMs, justification, ticket }), revealed).toBe(
          isVisible(set, facts),
        );
      },
    ),
    { numRuns: 1000 },
  );
});

test.each([
  ['no rules', policyOf([])],
  [
    'denials alone',
    policyOf([ruleOf('deny', { any: true }), ruleOf('deny', { groups: ['oncall'] })]),
  ],
  ['rules for others alone', policyOf([ruleOf('allow', { groups: ['leads'] })])],
])('SEC-26 a profile with %s is hidden', (_what, set) => {
  expect(isVisible(set, factsOf({ groups: ['oncall'] })), revealed).toBe(false);
});

test('SEC-26 what cannot be judged is hidden', () => {
  const set: PolicySet = policyOf([ruleOf('allow', { groups: ['oncall'] })]);
  const facts = Object.assign({ ...factsOf() }, { groups: undefined });

  expect(isVisible(set, facts), revealed).toBe(false);
});

test('SEC-26 an explanation tells kinds of conditions, never their values', () => {
  const secrets = [
    'leads',
    'iam/bob',
    'OPS-SECRET',
    'Pacific/Chatham',
    '2026-08-01',
    'hidden-rule',
  ];
  const set = policyOf([
    ruleOf('deny', { groups: ['leads'], users: ['iam/bob'] }, { name: 'hidden-rule' }),
    ruleOf(
      'allow',
      { justification: { required: true, tickets: ['OPS-SECRET*'] } },
      { name: 'hidden-rule' },
    ),
    ruleOf(
      'allow',
      { dates: { until: '2026-08-01', timezone: 'Pacific/Chatham' } },
      { name: 'hidden-rule', reason: 'leads' },
    ),
    ruleOf('require_approval', { any: true }, { name: 'everyone' }),
  ]);

  const told = JSON.stringify(explain(set, factsOf()));

  for (const secret of secrets) {
    expect(told, 'SECURITY VIOLATION: an explanation tells a value').not.toContain(secret);
  }
});

test('SEC-26 a profile is hidden from whom nobody can tell whether it is for', () => {
  const unknown = condition('unknown', z.any(), () => ({
    holds: () => 'unknown' as const,
    decidesVisibility: true,
  })).schema.parse({});
  const set = policyOf([{ name: 'rule', effect: 'allow', conditions: [unknown] }]);

  expect(isVisible(set, factsOf()), revealed).toBe(false);
});

import { expect, test } from 'vitest';
import { factsOf, policyOf, ruleOf } from '../testing/policy.ts';
import type { Right } from './entitlement.ts';
import { isRefusal } from './reasons.ts';
import { termOf } from './term.ts';

const facts = factsOf();
const ask = { profile: facts.profile };
const policy = policyOf([ruleOf('allow', { any: true })]);
const everyDay = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

/** A right of somebody who is allowed, that ends so much later. */
function right(endsInMs?: number): Right {
  return {
    entitlement: {
      via: 'approved',
      approvers: [],
      ...(endsInMs === undefined ? {} : { notAfterMs: facts.nowMs + endsInMs }),
    },
    rule: { document: 'profile', index: 0, name: 'rule' },
    passing: {},
  };
}

test.each([
  [undefined, 3600, 3_600_000, undefined],
  [7_200_000, 3600, 3_600_000, undefined],
  [1_800_000, 1800, 1_800_000, 1_800_000],
  [60_000, 900, 60_000, 60_000],
  [1_500, 900, 1_000, 1_000],
])(
  'SEC-13 a right that ends in %s ms: STS for %i s, use for %i ms',
  (endsInMs, stsSeconds, useMs, denyMs) => {
    const term = termOf(ask, { policy, facts }, right(endsInMs));

    const since = (ms: number | undefined) => (ms === undefined ? undefined : ms - facts.nowMs);
    expect(
      isRefusal(term)
        ? term
        : [
            term.stsSeconds,
            since(term.endsUseAtMs),
            since(term.denyAtMs),
            since(term.entitledUntilMs),
          ],
      'SECURITY VIOLATION: use outlives the right',
    ).toEqual([stsSeconds, useMs, denyMs, endsInMs]);
  },
);

test.each([
  ['the grant, where that is first', 600_000, 600_000],
  ['the window of the rule, where that is first', 2_400_000, 1_800_000],
])('SEC-13 use ends with %s', (_what, grantMs, endsMs) => {
  const until = new Date(facts.nowMs + 1_800_000).toISOString().slice(11, 16);
  const time = { days: everyDay, hours: { start: '00:00', end: until }, timezone: 'UTC' };
  const windowed = policyOf([ruleOf('allow', { time })]);

  const term = termOf(ask, { policy: windowed, facts }, right(grantMs));

  expect(
    isRefusal(term) ? term : term.endsUseAtMs - facts.nowMs,
    'SECURITY VIOLATION: use outlives what ends first',
  ).toBe(endsMs);
});

test('SEC-13 a right that ends within this second gives nothing', () => {
  const term = termOf(ask, { policy, facts }, right(500));

  expect(isRefusal(term) && term.code, 'SECURITY VIOLATION: issued for no time').toBe(
    'POLICY_DENY',
  );
});

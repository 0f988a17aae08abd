import { describe, expect, test } from 'vitest';
import { actsIn, aGlassWorld, opened, putGlass } from '../testing/a-break-glass.ts';
import { askToVend } from '../testing/a-vend.ts';
import { codeOf } from '../testing/a-world.ts';
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

describe('SEC-13 what is vended under a break-glass, at 14:30', () => {
  const minute = 60_000;
  const from = (start: string, effect: string, more = '') =>
    `  - { name: r, effect: ${effect}, conditions: { time: { hours: { start: "${start}", end: "23:00" }, timezone: UTC } }${more} }\n`;

  /** Alice's open event for `production`, under these rules. */
  async function start(rules: string) {
    const { outside, world } = aGlassWorld();
    putGlass(outside, 'production', '', rules);
    opened(await actsIn(world).open());
    const vend = (more = {}) => askToVend(world, { profile: 'production', ...more });
    return { outside, vend };
  }

  test.each<[string, string, number, number, string]>([
    ['a deny begins at 14:40', from('14:40', 'deny'), 10, 900, 'POLICY_DENY'],
    ['a deny begins at 15:10', from('15:10', 'deny'), 40, 2400, 'POLICY_DENY'],
    ['an `allow` takes its place at 15:10', from('15:10', 'allow'), 40, 2400, 'direct'],
    [
      'a deny that a break-glass passes begins',
      from('14:40', 'deny', ', break_glass: true'),
      60,
      3600,
      'POLICY_DENY',
    ],
  ])('SEC-13 where %s', async (_what, rules, minutes, stsSeconds, afterwards) => {
    const { outside, vend } = await start(rules);
    const beganMs = outside.clock.nowMs();

    const vended = await vend();

    if (isRefusal(vended)) throw new Error(vended.message);
    const endMs = beganMs + minutes * minute;
    const violation = 'SECURITY VIOLATION: a break-glass outlasts what ends it';
    expect(vended.session.via).toBe('breakglass');
    expect([vended.endsUseAtMs, vended.entitledUntilMs], violation).toEqual([endMs, endMs]);
    const [asked] = outside.credentials.asked();
    expect(asked?.durationSeconds, violation).toBe(stsSeconds);
    const denyFrom = new Date(endMs).toISOString().replace('.000', '');
    expect(asked?.policy ?? '', violation).toContain(
      `"DateGreaterThanEquals":{"aws:CurrentTime":"${denyFrom}"}`,
    );
    outside.clock.set(endMs);
    const again = await vend();
    expect(isRefusal(again) ? again.code : again.session.via, violation).toBe(afterwards);
    const refreshed = codeOf(await vend({ session_id: vended.session.id }));
    expect(refreshed, violation).not.toBe('OK');
  });

  test('SEC-13 it is refused, event or not, once the deny has begun', async () => {
    const { outside, vend } = await start(from('14:40', 'deny'));
    outside.clock.advance(10 * minute);

    expect(codeOf(await vend()), 'SECURITY VIOLATION: a deny was passed').toBe('POLICY_DENY');
    expect(outside.credentials.asked()).toEqual([]);
  });
});

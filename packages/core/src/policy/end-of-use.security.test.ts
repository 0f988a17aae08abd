import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import { arbitraryFacts, arbitraryPolicy } from '../../testing/arbitrary-policy.ts';
import { factsOf, policyOf, ruleOf } from '../../testing/policy.ts';
import { condition } from './conditions/condition.ts';
import type { PolicySet } from './document.ts';
import { endOfUse } from './end-of-use.ts';
import { evaluate } from './evaluate.ts';
import type { Facts } from './facts.ts';

const minute = 60_000;
const hour = 60 * minute;

/** Moments at which clocks are set in zones that do so in their own ways, and one at which none is. */
const moments = [
  '2026-08-12T09:00:00Z',
  '2026-03-29T01:00:00Z', // Europe, an hour forward
  '2026-10-25T01:00:00Z', // Europe, an hour back
  '2026-03-08T07:00:00Z', // New York, forward
  '2026-11-01T06:00:00Z', // New York, back
  '2026-04-04T15:00:00Z', // Lord Howe, half an hour back
  '2026-10-03T15:30:00Z', // Lord Howe, half an hour forward
  '2026-09-26T14:00:00Z', // Chatham, from 2:45 to 3:45
].map((text) => Date.parse(text));

test('SEC-13 a right ends at the very minute at which its rule no longer decides', () => {
  const edge = fc.nat(24 * 60 - 1).map((at) => `${digits(at / 60)}:${digits(at % 60)}`);
  const windows = fc
    .record({
      hours: fc.record({ start: edge, end: edge }),
      timezone: fc.constantFrom(
        'Europe/Berlin',
        'America/New_York',
        'Australia/Lord_Howe',
        'Pacific/Chatham',
        'Asia/Kathmandu',
        'UTC',
      ),
    })
    .filter(({ hours }) => hours.start !== hours.end)
    .map((time) => ({ time }));
  const starts = fc
    .tuple(fc.constantFrom(...moments), fc.integer({ min: -90, max: 30 }))
    .map(([atMs, minutes]) => atMs + minutes * minute);

  fc.assert(
    fc.property(
      fc.array(windows, { minLength: 1, maxLength: 3 }),
      fc.boolean(),
      starts,
      (list, denies, nowMs) => {
        const rules = list.map((window) => ruleOf(denies ? 'deny' : 'allow', window));
        const set = policyOf([...rules, ruleOf('allow', { any: true })]);

        expectSameEnd(set, factsOf({ nowMs }));
      },
    ),
    { numRuns: 1500 },
  );
});

test('SEC-13 whatever the policy, a right ends when its rule no longer decides', () => {
  const aroundMs = fc.constantFrom(...moments);

  fc.assert(
    fc.property(
      aroundMs.chain((atMs) =>
        fc.tuple(arbitraryPolicy(atMs), arbitraryFacts(atMs), fc.constant(atMs)),
      ),
      fc.integer({ min: -60, max: 0 }),
      ([set, facts, atMs], minutes) => {
        expectSameEnd(set, { ...facts, nowMs: atMs + minutes * minute });
      },
    ),
    { numRuns: 1500 },
  );
});

const noon = {
  time: { hours: { start: '12:00', end: '13:00' }, timezone: 'Europe/Berlin' },
};
const halfPast = {
  time: { hours: { start: '12:30', end: '13:00' }, timezone: 'Europe/Berlin' },
};
const beforeNoonMs = Date.parse('2026-08-12T09:45:00Z');
const noonMs = Date.parse('2026-08-12T10:00:00Z');

test.each([
  ['a denial begins that it does not pass', policyOf([ruleOf('deny', noon)]), '10:00'],
  [
    'a denial of the baseline begins',
    policyOf([ruleOf('require_approval', { any: true })], {
      baseline: { rules: [ruleOf('deny', noon)] },
    }),
    '10:00',
  ],
  [
    'a rule that allows takes its place, with terms of its own',
    policyOf([ruleOf('allow', noon)]),
    '10:00',
  ],
  [
    'a denial begins after a rule that asks for approval has begun',
    policyOf([ruleOf('deny', halfPast), ruleOf('require_approval', noon)]),
    '10:30',
  ],
  [
    'a denial that it does not pass begins within one that it passes',
    policyOf([ruleOf('deny', noon, { breakGlass: true }), ruleOf('deny', halfPast)]),
    '10:30',
  ],
])('SEC-13 the right of a break-glass ends when %s', (_when, set, end) => {
  const endMs = endOfGlass(set, beforeNoonMs + hour);

  expect(endMs, 'SECURITY VIOLATION: a break-glass is used past a denial').toBe(
    Date.parse(`2026-08-12T${end}:00Z`),
  );
});

test.each([
  ['a denial begins that it passes', [ruleOf('deny', noon, { breakGlass: true })]],
  ['a rule that asks for approval begins', [ruleOf('require_approval', noon)]],
  [
    'a denial begins behind a rule that asks for approval',
    [ruleOf('require_approval', { any: true }), ruleOf('deny', noon)],
  ],
  ['a denial for others begins', [ruleOf('deny', { groups: ['leads'], ...noon })]],
  ['nothing begins', []],
])('SEC-13 the right of a break-glass goes on when %s', (_when, rules) => {
  expect(endOfGlass(policyOf(rules), beforeNoonMs + hour)).toBeUndefined();
});

test('SEC-13 a denial counts that begins at the last moment asked about, and none after it', () => {
  const set = policyOf([ruleOf('deny', noon)]);

  expect(endOfGlass(set, noonMs), 'SECURITY VIOLATION: the last moment is not looked at').toBe(
    noonMs,
  );
  expect(endOfGlass(set, noonMs - 1)).toBeUndefined();
});

test('SEC-13 a right ends when evaluation begins to fail', () => {
  const failing = condition('failing', z.any(), () => ({
    holds: (facts) => {
      if (facts.nowMs >= noonMs) throw new Error('no such clock');
      return false;
    },
    changes: [{ weekly: false, nextMs: (afterMs) => (afterMs < noonMs ? noonMs : undefined) }],
  })).schema.parse({});
  const deny = { name: 'failing', effect: 'deny', conditions: [failing] } as const;
  const set = policyOf([deny, ruleOf('allow', { any: true })]);
  const rule = { document: 'profile', index: 1, name: 'rule' } as const;

  const facts = factsOf({ nowMs: beforeNoonMs });
  const ends = [
    endOfUse(set, facts, { rule, untilMs: beforeNoonMs + hour }),
    endOfGlass(policyOf([deny]), beforeNoonMs + hour),
  ];

  expect(ends, 'SECURITY VIOLATION: a right outlives what judges it').toEqual([noonMs, noonMs]);
});

test('SEC-13 whatever the policy, the right of a break-glass ends when it would be refused or replaced', () => {
  const aroundMs = fc.constantFrom(...moments);

  fc.assert(
    fc.property(
      aroundMs.chain((atMs) =>
        fc.tuple(arbitraryPolicy(atMs), arbitraryFacts(atMs), fc.constant(atMs)),
      ),
      fc.integer({ min: -60, max: 0 }),
      ([set, anyFacts, atMs], minutes) => {
        const facts = { ...anyFacts, nowMs: atMs + minutes * minute };
        const passing = { breakGlass: true };
        const isPassed = (nowMs: number) =>
          ['none', 'require_approval'].includes(evaluate(set, { ...facts, nowMs }, passing).effect);
        if (!isPassed(facts.nowMs)) return;

        expect(
          endOfUse(set, facts, { passing, untilMs: facts.nowMs + hour }),
          'SECURITY VIOLATION: a break-glass is used past a denial',
        ).toBe(firstMinute(facts.nowMs, (nowMs) => !isPassed(nowMs)));
      },
    ),
    { numRuns: 500 },
  );
});

function endOfGlass(set: PolicySet, untilMs: number): number | undefined {
  const facts = factsOf({ nowMs: beforeNoonMs });
  return endOfUse(set, facts, { untilMs, passing: { breakGlass: true } });
}

function expectSameEnd(set: PolicySet, facts: Facts): void {
  const decision = evaluate(set, facts);
  if (!('rule' in decision)) return;
  const { rule } = decision;
  const expected = firstMinute(facts.nowMs, (nowMs) => {
    const later = evaluate(set, { ...facts, nowMs });
    return !(
      'rule' in later &&
      later.rule.document === rule.document &&
      later.rule.index === rule.index
    );
  });

  expect(
    endOfUse(set, facts, { rule, untilMs: facts.nowMs + hour }),
    'SECURITY VIOLATION: a right outlives its rule',
  ).toBe(expected);
}

/** The first minute within the hour at which something is so: all edges lie on whole minutes. */
function firstMinute(nowMs: number, isSo: (atMs: number) => boolean): number | undefined {
  for (let atMs = nowMs + minute; atMs <= nowMs + hour; atMs += minute) if (isSo(atMs)) return atMs;
  return undefined;
}

function digits(value: number): string {
  return String(Math.floor(value)).padStart(2, '0');
}

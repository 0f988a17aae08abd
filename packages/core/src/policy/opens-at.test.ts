import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { arbitraryDates, arbitraryTime } from '../../testing/arbitrary-policy.ts';
import { factsOf, policyOf, ruleOf } from '../../testing/policy.ts';
import type { PolicySet } from './document.ts';
import { evaluate } from './evaluate.ts';
import type { Facts } from './facts.ts';
import { opensAt } from './opens-at.ts';

const wednesday = Date.parse('2026-08-12T09:30:00Z');
const night = { hours: { start: '22:00', end: '06:00' }, timezone: 'Europe/Berlin' };
const weekend = { days: ['saturday'], timezone: 'UTC' };

test.each([
  ['tonight', [ruleOf('allow', { time: night })], '2026-08-12T20:00:00Z'],
  [
    'to those who may ask, too',
    [ruleOf('require_approval', { time: night })],
    '2026-08-12T20:00:00Z',
  ],
  [
    'on the day of the week',
    [ruleOf('allow', { time: { ...night, days: ['tuesday'] } })],
    '2026-08-18T20:00:00Z',
  ],
  [
    'when a denial is over',
    [ruleOf('deny', { dates: { until: '2026-08-20' } }), ruleOf('allow', { any: true })],
    '2026-08-21T00:00:00Z',
  ],
  [
    'when a denial of the week is over',
    [
      ruleOf('deny', { time: { hours: { start: '09:00', end: '10:00' }, timezone: 'UTC' } }),
      ruleOf('allow', { any: true }),
    ],
    '2026-08-12T10:00:00Z',
  ],
  ['far ahead', [ruleOf('allow', { dates: { from: '2027-08-01' } })], '2027-08-01T00:00:00Z'],
  [
    'on the first such day of a span far ahead',
    [ruleOf('allow', { dates: { from: '2027-03-01' }, time: weekend })],
    '2027-03-06T00:00:00Z',
  ],
  [
    'when a window is first free of a denial',
    [ruleOf('deny', { dates: { until: '2026-12-31' } }), ruleOf('allow', { time: weekend })],
    '2027-01-02T00:00:00Z',
  ],
  [
    'at the end of what `not` keeps out',
    [ruleOf('allow', { not: { dates: { until: '2026-08-13' } } })],
    '2026-08-14T00:00:00Z',
  ],
])('opens %s', (_when, rules, at) => {
  expect(opensAt(policyOf(rules), factsOf({ nowMs: wednesday }))).toBe(Date.parse(at));
});

test.each([
  ['nothing depends on the time', [ruleOf('allow', { groups: ['oncall'] })]],
  ['the window is for others', [ruleOf('allow', { groups: ['oncall'], time: night })]],
  ['the span is over', [ruleOf('allow', { dates: { until: '2026-08-01' } })]],
  ['the span begins in more than 400 days', [ruleOf('allow', { dates: { from: '2027-10-01' } })]],
  [
    'a denial covers every window',
    [ruleOf('deny', { any: true }), ruleOf('allow', { time: night })],
  ],
  ['there are only denials', [ruleOf('deny', { time: night })]],
])('does not open where %s', (_why, rules) => {
  expect(opensAt(policyOf(rules), factsOf({ nowMs: wednesday }))).toBeUndefined();
});

test('waits for the end of a freeze in the baseline', () => {
  const set = policyOf([ruleOf('allow', { any: true })], {
    baseline: { rules: [ruleOf('deny', { dates: { until: '2026-08-14' } })] },
  });

  expect(opensAt(set, factsOf({ nowMs: wednesday }))).toBe(Date.parse('2026-08-15T00:00:00Z'));
});

test('ends its work soon, however many windows there are', () => {
  const digits = (value: number) => String(value).padStart(2, '0');
  const windows = Array.from({ length: 300 }, (_, index) =>
    ruleOf('deny', {
      time: {
        hours: {
          start: `${digits(index % 24)}:${digits(index % 60)}`,
          end: `${digits((index + 5) % 24)}:30`,
        },
        timezone: index % 2 === 0 ? 'Europe/Berlin' : 'Asia/Kathmandu',
      },
    }),
  );
  const set = policyOf([...windows, ruleOf('allow', { dates: { from: '2027-03-01' } })]);
  const startedAt = performance.now();

  opensAt(set, factsOf({ nowMs: wednesday }));

  expect(performance.now() - startedAt).toBeLessThan(50);
});

describe('laws', () => {
  const day = 86_400_000;
  const quarter = 15 * 60_000;
  const rules = fc.array(
    fc
      .record(
        {
          effect: fc.constantFrom('allow', 'deny', 'require_approval'),
          time: arbitraryTime,
          dates: arbitraryDates(wednesday),
        },
        { requiredKeys: ['effect'] },
      )
      .filter(({ time, dates }) => (time ?? dates) !== undefined),
    { minLength: 1, maxLength: 4 },
  );
  const starts = fc
    .tuple(
      fc.constantFrom('2026-08-12T09:30:00Z', '2026-03-27T00:00:00Z', '2026-10-30T00:00:00Z'),
      fc.nat(96 * 3),
    )
    .map(([text, quarters]) => Date.parse(text) + quarters * quarter);

  test('is the first quarter of an hour of the next nine days that is open', () => {
    fc.assert(
      fc.property(rules, starts, (list, nowMs) => {
        const set = policyOf(list.map(({ effect, ...conditions }) => ruleOf(effect, conditions)));
        const facts = factsOf({ nowMs });
        fc.pre(!isOpen(set, facts));

        const openMs = opensAt(set, facts);

        expect(openMs === undefined || openMs > nowMs + 9 * day ? undefined : openMs).toBe(
          firstOpen(set, facts),
        );
      }),
      { numRuns: 300 },
    );
  });

  /** All edges of the arbitrary windows lie on quarters of an hour, in every one of their zones. */
  function firstOpen(set: PolicySet, facts: Facts): number | undefined {
    for (let atMs = facts.nowMs + quarter; atMs <= facts.nowMs + 9 * day; atMs += quarter) {
      if (isOpen(set, { ...facts, nowMs: atMs })) return atMs;
    }
    return undefined;
  }

  function isOpen(set: PolicySet, facts: Facts): boolean {
    return ['allow', 'require_approval'].includes(evaluate(set, facts).effect);
  }
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { conditionsOf, factsOf } from '../../../testing/policy.ts';
import { wallClock } from '../../../testing/wall-clock.ts';
import { allHold } from './all-hold.ts';
import { conditionsSchema } from './index.ts';

const freeze = { from: '2026-12-20', until: '2027-01-03' };

test.each([
  ['on its first day', freeze, '2026-12-20T00:00:00.000Z', true],
  ['before it', freeze, '2026-12-19T23:59:59.999Z', false],
  ['on its last day', freeze, '2027-01-03T23:59:59.999Z', true],
  ['after it', freeze, '2027-01-04T00:00:00.000Z', false],
  ['from a day on', { from: '2026-12-20' }, '2099-01-01T00:00:00.000Z', true],
  ['until a day', { until: '2027-01-03' }, '1999-01-01T00:00:00.000Z', true],
  [
    'on one day alone',
    { from: '2026-12-24', until: '2026-12-24' },
    '2026-12-24T12:00:00.000Z',
    true,
  ],
  [
    'by the day of its zone',
    { ...freeze, timezone: 'Europe/Berlin' },
    '2026-12-19T23:00:00.000Z',
    true,
  ],
  [
    'by the day of its zone, at its end',
    { ...freeze, timezone: 'Europe/Berlin' },
    '2027-01-03T23:00:00.000Z',
    false,
  ],
  ['on a leap day', { from: '2028-02-29', until: '2028-02-29' }, '2028-02-29T12:00:00.000Z', true],
  [
    'on a day that is skipped',
    { from: '2011-12-30', until: '2011-12-30', timezone: 'Pacific/Apia' },
    '2011-12-30T10:00:00.000Z',
    false,
  ],
])('%s: %j at %s is %s', (_when, dates, at, held) => {
  expect(allHold(conditionsOf({ dates }), factsOf({ nowMs: Date.parse(at) }))).toBe(held);
});

test.each([
  ['neither end', {}],
  ['a zone alone', { timezone: 'UTC' }],
  ['a day that is none', { from: '2026-02-30' }],
  ['a leap day that is none', { from: '2026-02-29' }],
  ['a month that is none', { from: '2026-13-01' }],
  ['an end before the start', { from: '2026-12-21', until: '2026-12-20' }],
  ['a time of day', { from: '2026-12-20T00:00:00Z' }],
  ['a short year', { from: '26-12-20' }],
  ['a year beyond the calendar', { from: '+012026-12-20' }],
  ['a number', { from: 20261220 }],
  ['an unknown zone', { ...freeze, timezone: 'Mars/Olympus' }],
  ['an unknown key', { ...freeze, to: '2027-01-03' }],
])('refuses %s', (_what, dates) => {
  expect(conditionsSchema.safeParse({ dates }).success).toBe(false);
});

describe('laws', () => {
  const zones = ['UTC', 'Europe/Berlin', 'America/Havana', 'Pacific/Kiritimati', 'Africa/Cairo'];
  const days = fc
    .integer({ min: Date.UTC(2025, 0, 1), max: Date.UTC(2028, 0, 1) })
    .map((atMs) => new Date(atMs).toISOString().slice(0, 10));
  const spans = fc
    .record({ from: days, until: days, timezone: fc.constantFrom(...zones) })
    .filter(({ from, until }) => from <= until);
  const nearMs = fc.integer({ min: -3 * 86_400_000, max: 3 * 86_400_000 });

  test('a span holds on the days that a calendar on the wall of its zone shows', () => {
    fc.assert(
      fc.property(spans, nearMs, (dates, awayMs) => {
        const nowMs = Date.parse(dates.from) + awayMs;
        const { day } = wallClock(dates.timezone)(nowMs);

        expect(allHold(conditionsOf({ dates }), factsOf({ nowMs }))).toBe(
          day >= dates.from && day <= dates.until,
        );
      }),
      { numRuns: 2000 },
    );
  });

  test('the moments at which a span may change lead to each of its ends and stop', () => {
    fc.assert(
      fc.property(spans, (dates) => {
        const conditions = conditionsOf({ dates });
        const seen: string[] = [];
        for (const change of conditions[0]?.changes ?? []) {
          let atMs: number | undefined = Date.UTC(2024, 0, 1);
          while (atMs !== undefined) {
            const before = allHold(conditions, factsOf({ nowMs: atMs - 1 }));
            if (allHold(conditions, factsOf({ nowMs: atMs })) !== before) {
              seen.push(wallClock(dates.timezone)(atMs).day);
            }
            atMs = change.nextMs(atMs);
          }
        }
        const after = new Date(Date.parse(dates.until) + 86_400_000).toISOString().slice(0, 10);

        expect(new Set(seen)).toEqual(new Set([dates.from, after]));
      }),
      { numRuns: 300 },
    );
  });
});

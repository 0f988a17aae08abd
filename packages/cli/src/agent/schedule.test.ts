import fc from 'fast-check';
import { expect, test } from 'vitest';
import { backoff, refreshAt } from './schedule.ts';

const minute = 60_000;

test.each([
  { life: 60, minLeft: 0, left: 20, why: 'an hour is renewed before botocore begins to at 15' },
  { life: 30, minLeft: 0, left: 10, why: 'half an hour at a third' },
  { life: 15, minLeft: 0, left: 5, why: 'the shortest that STS issues at a third' },
  { life: 60, minLeft: 30, left: 30, why: 'earlier where more is to be left' },
  { life: 60, minLeft: 5, left: 20, why: 'not later where less is asked for' },
  { life: 20, minLeft: 30, left: 19, why: 'a minute after the last time at the soonest' },
  { life: 1.2, minLeft: 0, left: 0.2, why: 'near the end of a grant a minute apart' },
  { life: 0.5, minLeft: 0, left: 0, why: 'at the end if the end is nearer than that' },
])('$life minutes with $minLeft to be left are renewed at $left left: $why', (row) => {
  const life = { issuedAtMs: 0, expiresAtMs: row.life * minute, minLeftMs: row.minLeft * minute };

  const atMs = refreshAt(life, 0);

  expect(life.expiresAtMs - atMs).toBeCloseTo(row.left * minute, 3);
});

test('credentials are never renewed before they were issued nor after they expire', () => {
  const times = fc.tuple(fc.nat(), fc.integer({ min: 1, max: 4e6 }), fc.nat(4e6), fc.nat(999));

  fc.assert(
    fc.property(times, ([issuedAtMs, lifeMs, minLeftMs, chance]) => {
      const life = { issuedAtMs, expiresAtMs: issuedAtMs + lifeMs, minLeftMs };

      const atMs = refreshAt(life, chance / 1000);

      expect(atMs).toBeGreaterThan(issuedAtMs);
      expect(atMs).toBeLessThanOrEqual(life.expiresAtMs);
    }),
  );
});

test.each([
  { failures: 1, has: true, chance: 0, waitMs: 1_000 },
  { failures: 2, has: true, chance: 0, waitMs: 2_000 },
  { failures: 4, has: true, chance: 0.5, waitMs: 6_000 },
  { failures: 7, has: true, chance: 0, waitMs: minute },
  { failures: 5_000, has: true, chance: 0, waitMs: minute },
  { failures: 9, has: false, chance: 0, waitMs: 5_000 },
])('after $failures failures (credentials: $has, chance $chance) it waits $waitMs ms', (row) => {
  expect(backoff(row.failures, row.has, row.chance)).toBe(row.waitMs);
});

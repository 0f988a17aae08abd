import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isPassing, pollPauseMs } from './poll.ts';

test('looks are 5 s apart at first, 15 s in the end, never more often', () => {
  expect([0, 4, 8, 20, 10_000].map((nth) => Math.round(pollPauseMs(nth, 0.5) / 1000))).toEqual([
    5, 9, 15, 15, 15,
  ]);
  fc.assert(
    fc.property(fc.nat(), fc.double({ min: 0, max: 0.999, noNaN: true }), (nth, chance) => {
      expect(pollPauseMs(nth, chance)).toBeGreaterThanOrEqual(4_500);
      expect(pollPauseMs(nth, chance)).toBeLessThanOrEqual(16_500);
    }),
  );
});

test.each([
  ['RATE_LIMITED', 429, true],
  ['INTERNAL', 500, true],
  ['DEPENDENCY_UNAVAILABLE', 503, true],
  ['UNREACHABLE', 0, true],
  ['SUBJECT_BLOCKED', 403, false],
  ['NOT_FOUND', 404, false],
  ['SIGN_IN_EXPIRED', 0, false],
])('%s (%i) may pass: %s', (code, status, passes) => {
  expect(isPassing({ ok: false, code, status, message: '' })).toBe(passes);
});

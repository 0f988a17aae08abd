import { expect, test } from 'vitest';
import { isFresh } from './is-fresh.ts';

const atMs = Date.UTC(2026, 0, 25, 14, 30);

test.each([
  [0, true],
  [60_000, true],
  [60_001, false],
  [-5000, true],
  [-5001, false],
  [900_000, false],
  [-86_400_000, false],
])('SEC-27 at %i ms after its date a proof is good: %s', (afterMs, expected) => {
  const violation = 'SECURITY VIOLATION: a proof was taken outside its minute';

  expect(isFresh('20260125T143000Z', atMs + afterMs), violation).toBe(expected);
});

test.each(['20260230T143000Z', '20260125T146000Z', '20261325T143000Z', '00000000T000000Z', ''])(
  'SEC-27 `%s` is no date',
  (date) => {
    expect(isFresh(date, atMs), 'SECURITY VIOLATION: a date that is none').toBe(false);
  },
);

import { expect, test } from 'vitest';
import { percentilesOf } from './percentiles.ts';

test('each place is the sample at or next above it', () => {
  const samples = Array.from({ length: 1000 }, (_, nth) => 1000 - nth);

  expect(percentilesOf(samples)).toEqual({
    count: 1000,
    p50: 500,
    p90: 900,
    p99: 990,
    p999: 999,
    max: 1000,
  });
});

test('one slow answer of two hundred is in no place below the 99.9th', () => {
  const { p99, p999 } = percentilesOf([...Array.from({ length: 199 }, () => 1), 500]);

  expect(p99).toBe(1);
  expect(p999).toBe(500);
});

test('nothing has no places', () => {
  expect(percentilesOf([])).toMatchObject({ count: 0, p50: Number.NaN });
});

import { expect, test } from 'vitest';
import { parseDuration } from './duration.ts';

test.each([
  ['30m', 1800],
  ['1h', 3600],
  ['1h30m', 5400],
  ['45s', 45],
  ['1h0m1s', 3601],
  ['900', 900],
  ['99999', 99_999],
])('%s is %i seconds', (text, seconds) => {
  expect(parseDuration(text)).toBe(seconds);
});

test.each(['', '0', '0m', 'h', '1d', '-5', '1.5h', ' 1h', '1h ', '30m1h', '1e3', '100000', '99h'])(
  '%j is no duration',
  (text) => {
    expect(parseDuration(text)).toBeUndefined();
  },
);

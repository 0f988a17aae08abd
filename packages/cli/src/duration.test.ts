import { expect, test } from 'vitest';
import { durationText, parseDuration } from './duration.ts';

test.each([
  ['30m', 1800],
  ['1h', 3600],
  ['1h30m', 5400],
  ['45s', 45],
  ['1h0m1s', 3601],
  ['900', 900],
  ['99999', 99_999],
  ['7d', 604_800],
  ['1d12h', 129_600],
  ['30d', 2_592_000],
  ['720h', 2_592_000],
])('%s is %i seconds', (text, seconds) => {
  expect(parseDuration(text)).toBe(seconds);
});

test.each([
  '',
  '0',
  '0m',
  'h',
  '1w',
  '-5',
  '1.5h',
  ' 1h',
  '1h ',
  '30m1h',
  '1e3',
  '2592001',
  '31d',
  '721h',
  '0d0h',
])('%j is no duration', (text) => {
  expect(parseDuration(text)).toBeUndefined();
});

test.each([
  [0, '0s'],
  [45, '45s'],
  [900, '15m'],
  [5400, '1h30m'],
  [14_400, '4h'],
  [604_800, '7d'],
  [93_784, '1d2h3m4s'],
])('%i seconds are written %s, and read again', (seconds, text) => {
  expect(durationText(seconds)).toBe(text);
  if (seconds > 0) expect(parseDuration(text)).toBe(seconds);
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { duration, durationText, secondsOf } from './duration.ts';

describe('a duration', () => {
  test.each([
    ['30m', 1800],
    ['1h', 3600],
    ['1h30m', 5400],
    ['72h', 259_200],
    ['90m', 5400],
    [1800, 1800],
  ])('`%s` is %i seconds', (written, seconds) => {
    expect(secondsOf(written)).toBe(seconds);
  });

  test.each([
    '',
    'h',
    'm',
    '0m',
    '0h',
    '1h0m',
    '01h',
    '1h60m',
    '30',
    '30s',
    '1d',
    '30m1h',
    '1.5h',
    '-30m',
    '+30m',
    ' 30m',
    '30m ',
    '30M',
    '1e3',
    '１h',
    '99999h',
    1.5,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    2 ** 53,
  ])('is not what `%s` is', (written) => {
    expect(secondsOf(written)).toBeUndefined();
  });

  test.each([
    [899, false],
    [900, true],
    ['15m', true],
    ['1h', true],
    [3600, true],
    [3601, false],
    ['61m', false],
    [-900, false],
    [true, false],
    [null, false],
  ])('`%s` lies between 15m and 1h: %s', (written, isWithin) => {
    expect(duration({ min: 900, max: 3600 }).safeParse(written).success).toBe(isWithin);
  });

  test('is written so that it is read back', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9999 * 3600 }), (seconds) => {
        const text = durationText(seconds);

        expect(secondsOf(/^\d+$/.test(text) ? Number(text) : text)).toBe(seconds);
      }),
    );
  });
});

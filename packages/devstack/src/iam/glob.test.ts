import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fitsArnGlob, fitsGlob } from './glob.ts';

describe('an IAM pattern', () => {
  test.each([
    ['abc', 'abc', true],
    ['abc', 'ab', false],
    ['abc', 'a?c', true],
    ['ac', 'a?c', false],
    ['abc', '*', true],
    ['', '*', true],
    ['', '', true],
    ['a', '', false],
    ['abcabd', 'a*bd', true],
    ['abcabe', 'a*bd', false],
    ['aab', '*ab', true],
    ['a.c', 'a.c', true],
    ['abc', 'a.c', false],
    ['sentinel.direct.x', 'sentinel.*', true],
    ['sentinelx', 'sentinel.*', false],
    ['ABC', 'abc', false],
    ['a\nb', 'a*b', true],
  ])('says of %j and %j: %j', (text, pattern, expected) => {
    expect(fitsGlob(text, pattern)).toBe(expected);
  });

  test('agrees with a regular expression built from it', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '.', '*', '?'), maxLength: 8 });
    fc.assert(
      fc.property(text, text, (value, pattern) => {
        const source = pattern.replace(/[.]/g, '\\.').replace(/\*/g, '.*').replace(/\?/g, '.');
        expect(fitsGlob(value, pattern)).toBe(new RegExp(`^${source}$`).test(value));
      }),
      { numRuns: 3000 },
    );
  });

  test('with many stars is judged quickly', () => {
    const pattern = `${'a*'.repeat(200)}b`;
    const before = performance.now();

    expect(fitsGlob('a'.repeat(2000), pattern)).toBe(false);

    expect(performance.now() - before).toBeLessThan(50);
  });
});

describe('an ARN pattern', () => {
  test.each([
    ['arn:aws:iam::111122223333:role/a', 'arn:aws:iam::*:role/a', true],
    ['arn:aws:iam::111122223333:role/a', 'arn:aws:iam::111122223333:*', true],
    ['arn:aws:iam::111122223333:role/a', 'arn:*:role/a', false],
    ['arn:aws:iam::111122223333:role/a', '*', false],
    ['arn:aws:logs:eu:1:group:a:b', 'arn:aws:logs:eu:1:group:*', true],
  ])('says of %j and %j: %j', (arn, pattern, expected) => {
    expect(fitsArnGlob(arn, pattern)).toBe(expected);
  });
});

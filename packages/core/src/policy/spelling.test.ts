import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nearest } from './spelling.ts';

const words = ['allow', 'deny', 'require_approval', 'max_duration', 'users', 'groups', 'monday'];

describe('the nearest word', () => {
  test.each([
    ['a letter too many', 'denyy', 'deny'],
    ['a letter too few', 'user', 'users'],
    ['another letter', 'croups', 'groups'],
    ['two letters swapped', 'dney', 'deny'],
    ['upper case', 'ALLOW', 'allow'],
    ['a hyphen', 'max-duration', 'max_duration'],
    ['a space', 'require approval', 'require_approval'],
    ['spaces around', ' allow ', 'allow'],
    ['three slips in a long word', 'requre_aprovl', 'require_approval'],
    ['a beginning', 'mon', 'monday'],
  ])('to a word with %s is the one that was meant', (_, written, meant) => {
    expect(nearest(written, words)).toBe(meant);
  });

  test.each(['', 'x', 'forbid', 'dy', 'allow_require_approval', 'a'.repeat(5000)])(
    'to `%s` is none',
    (written) => {
      expect(nearest(written, words)).toBeUndefined();
    },
  );

  test('to a beginning of several words is none', () => {
    expect(nearest('max', ['max_duration', 'max_uses_of_it'])).toBeUndefined();
  });

  test('is one of the candidates, whatever was written', () => {
    fc.assert(
      fc.property(fc.string(), (written) => {
        expect([...words, undefined]).toContain(nearest(written, words));
      }),
    );
  });

  test('is the word itself where it was spelt right', () => {
    fc.assert(
      fc.property(fc.constantFrom(...words), (word) => {
        expect(nearest(word, words)).toBe(word);
      }),
    );
  });
});

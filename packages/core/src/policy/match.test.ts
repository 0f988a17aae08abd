import fc from 'fast-check';
import { expect, test } from 'vitest';
import { matchesGlob } from './match.ts';

test.each([
  ['', '', true],
  ['', 'a', false],
  ['*', '', true],
  ['*', 'anything', true],
  ['**', 'anything', true],
  ['a', 'a', true],
  ['a', 'A', false],
  ['a', 'ab', false],
  ['b', 'ab', false],
  ['a*', 'a', true],
  ['a*c', 'abbbc', true],
  ['a*c', 'abcd', false],
  ['*ab', 'aab', true],
  ['a*b*c', 'aXbYbZc', true],
  ['?', '', false],
  ['?', 'a', true],
  ['a?c', 'abc', true],
  ['?*', 'a', true],
  ['*?', '', false],
  ['*', 'a/b', false],
  ['*', 'a:b', false],
  ['?', '/', false],
  ['?', ':', false],
  ['a?b', 'a/b', false],
  ['*/*', 'a/b', true],
  ['*/*', 'a/b/c', false],
  ['*a/b', 'xa/b', true],
  ['a*/c', 'a/b/c', false],
  ['role/ci-*', 'role/ci-deploy', true],
  ['role/ci-*', 'role/ci-a/b', false],
  ['role/*', '222233334444:role/x', false],
  ['222233334444:*/x', '222233334444:role/x', true],
  ['.*', 'abc', false],
  ['[ab]', 'a', false],
  ['a+', 'aa', false],
])('`%s` on `%s`: %s', (glob, text, matched) => {
  expect(matchesGlob(glob, text)).toBe(matched);
});

test('agrees with the definition, letter by letter', () => {
  const letters = (alphabet: string, maxLength: number) =>
    fc.array(fc.constantFrom(...alphabet), { maxLength }).map((list) => list.join(''));

  fc.assert(
    fc.property(letters('ab/:*?*', 9), letters('ab/:', 9), (glob, text) => {
      expect(matchesGlob(glob, text)).toBe(matchesByDefinition(glob, text));
    }),
    { numRuns: 20_000 },
  );
});

test('every text is its own glob, and is matched by stars in its parts', () => {
  const part = fc.stringMatching(/^[a-z0-9_.-]{0,6}$/);

  fc.assert(
    fc.property(fc.array(part, { minLength: 1, maxLength: 4 }), (parts) => {
      const text = parts.join('/');

      expect(matchesGlob(text, text)).toBe(true);
      expect(matchesGlob(parts.map(() => '*').join('/'), text)).toBe(true);
    }),
  );
});

function matchesByDefinition(glob: string, text: string): boolean {
  const [wanted, given] = [glob[0], text[0]];
  if (wanted === undefined) return given === undefined;
  const isPlain = given !== undefined && given !== '/' && given !== ':';
  if (wanted === '*') {
    return (
      matchesByDefinition(glob.slice(1), text) ||
      (isPlain && matchesByDefinition(glob, text.slice(1)))
    );
  }
  const isMatch = wanted === '?' ? isPlain : wanted === given;
  return isMatch && matchesByDefinition(glob.slice(1), text.slice(1));
}

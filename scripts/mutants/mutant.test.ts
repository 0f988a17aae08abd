import { expect, test } from 'vitest';
import { mutatedText, nameOf, readMutants } from './mutant.ts';

const source = "const a = [\n  'one',\n];\nexport const b = a.length > 1;\n";

/** A report of one mutant, from one place to another. */
function reportOf(
  start: readonly [number, number],
  end: readonly [number, number],
  replacement: string,
) {
  const place = ([line, column]: readonly [number, number]) => ({ line, column });
  const location = { start: place(start), end: place(end) };
  const mutants = [{ id: '1', status: 'Survived', location, replacement }];
  return JSON.stringify({ files: { 'src/a.ts': { source, mutants } } });
}

test.each([
  ['within a line', [4, 18], [4, 30], 'true', source.replace('a.length > 1', 'true')],
  ['over lines', [1, 11], [3, 2], '[]', source.replace(/\[[^;]*\]/, '[]')],
  ['at the very beginning', [1, 1], [1, 6], 'var', source.replace('const', 'var')],
] as const)(
  'a mutant %s changes that place and nothing else',
  (_what, start, end, text, expected) => {
    const mutants = readMutants(reportOf(start, end, text));

    expect(mutants.map(mutatedText)).toEqual([expected]);
  },
);

test('a mutant is named by its place, and by what stood there and stands there now', () => {
  const [within, over] = [
    reportOf([4, 18], [4, 30], 'true'),
    reportOf([1, 11], [3, 2], '[\n  1,\n]'),
  ].flatMap(readMutants);

  expect(within && nameOf(within)).toBe('src/a.ts:4 `a.length > 1` -> `true`');
  expect(over && nameOf(over)).toBe('src/a.ts:1 `[` -> `[ 1, ]`');
});

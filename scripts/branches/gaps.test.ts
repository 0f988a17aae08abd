import { describe, expect, test } from 'vitest';
import { type FileCoverage, type Gap, gapsOf, judgeGaps, tallyOf } from './gaps.ts';

const path = '/repository/packages/core/src/a.ts';

const source = `export function a(x) {
  const y = x ?? 0;
  if (y) return 1;
  switch (x) {
    case 'b':
      return 2;
    default:
      return x satisfies never;
  }
}`;

/** From and to a line and a column, both as Istanbul counts them. */
function range(line: number, column: number, endLine: number, endColumn: number) {
  return { start: { line, column }, end: { line: endLine, column: endColumn } };
}

function covered(more: Partial<FileCoverage> = {}): Readonly<Record<string, FileCoverage>> {
  return { [path]: { path, b: {}, branchMap: {}, f: {}, fnMap: {}, ...more } };
}

function gapsIn(more: Partial<FileCoverage>) {
  return gapsOf(covered(more), () => source);
}

describe('a gap', () => {
  test('is a branch that was never run, with its own text', () => {
    const branch = {
      loc: range(2, 12, 2, 18),
      locations: [range(2, 12, 2, 13), range(2, 17, 2, 18)],
    };

    expect(gapsIn({ b: { 0: [3, 0] }, branchMap: { 0: branch } })).toEqual([
      { file: path, line: 2, part: '0', text: '  const y = x ?? 0;' },
    ]);
  });

  test('is the whole statement where an `else` is not written', () => {
    const branch = { loc: range(3, 2, 3, 18), locations: [range(3, 9, 3, 18), {}] };

    expect(gapsIn({ b: { 0: [1, 0] }, branchMap: { 0: branch } })).toMatchObject([
      { line: 3, part: 'if (y) return 1;' },
    ]);
  });

  test('is all its lines where it has several, or no end', () => {
    const several = { loc: range(4, 2, 9, 3), locations: [range(5, 4, 6, 15)] };
    const endless = { loc: range(3, 2, 3, Infinity), locations: [range(3, 2, 3, Infinity)] };

    const gaps = gapsIn({ b: { 0: [0], 1: [0] }, branchMap: { 0: several, 1: endless } });

    expect(gaps.map(({ part }) => part)).toEqual([
      "    case 'b':\n      return 2;",
      '  if (y) return 1;',
    ]);
  });

  test('is a function that was never called', () => {
    const gaps = gapsIn({ f: { 0: 0 }, fnMap: { 0: { loc: range(1, 21, 10, 1) } } });

    expect(gaps).toEqual([{ file: path, line: 1, part: source, text: 'export function a(x) {' }]);
  });

  test('is nothing that was run, and nothing that the map does not know', () => {
    const known = { loc: range(2, 0, 2, 1), locations: [range(2, 0, 2, 1)] };
    const gaps = gapsIn({
      b: { 0: [1], 7: [0] },
      branchMap: { 0: known },
      f: { 0: 1, 7: 0 },
      fnMap: { 0: { loc: known.loc } },
    });

    expect(gaps).toEqual([]);
  });
});

describe('judging', () => {
  const gap: Gap = { file: path, line: 2, part: '0', text: '  const y = x ?? 0;' };
  const excepting = (file: string, ...parts: readonly string[]) => [
    { reason: 'a reason', places: { [file]: parts } },
  ];

  test.each([
    ['none tells of it', [], 1],
    ['one tells of its line', excepting('core/src/a.ts', 'x ?? 0'), 0],
    ['one tells of another line', excepting('core/src/a.ts', 'z ?? 0'), 1],
    ['one tells of another file', excepting('core/src/b.ts', 'x ?? 0'), 1],
    ['one tells of a file whose name ends alike', excepting('e/src/a.ts', 'x ?? 0'), 1],
  ])('a gap, where %s', (_what, exceptions, open) => {
    const judged = judgeGaps([gap], exceptions);

    expect([judged.open.length, judged.excepted]).toEqual([open, 1 - open]);
  });

  test('an exception of nothing is stale, beside one that is of use', () => {
    const { stale } = judgeGaps([gap], excepting('core/src/a.ts', 'x ?? 0', 'long gone'));

    expect(stale).toEqual(['core/src/a.ts: long gone']);
  });

  test.each([
    ['default:\n      return x satisfies never;', 0],
    ['    default:\n      throw new Error(String(x satisfies never));', 0],
    ['    default:\n      refuse();\n      return x satisfies never;', 1],
    [source, 1],
  ])('a case that the compiler proves needs no exception, and only that one: %s', (part, open) => {
    expect(judgeGaps([{ ...gap, part }], [])).toEqual({
      open: open === 0 ? [] : [{ ...gap, part }],
      excepted: 0,
      stale: [],
    });
  });
});

test('a tally counts the branches and the functions of each folder', () => {
  const coverage = covered({ b: { 0: [1, 0], 1: [2, 3] }, f: { 0: 0, 1: 4 } });

  expect(tallyOf(coverage, ['packages/core/src', 'packages/tvm/src'])).toEqual([
    { folder: 'packages/core/src', branches: '3 of 4', functions: '1 of 2' },
    { folder: 'packages/tvm/src', branches: '0 of 0', functions: '0 of 0' },
  ]);
});

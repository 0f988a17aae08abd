import { expect, test } from 'vitest';
import { fields } from './fields.ts';
import { type Listing, listing } from './listing.ts';
import { mayStyle } from './style.ts';

const list: Listing = {
  columns: [
    { key: 'name', title: 'profile' },
    { key: 'vends', title: 'vends' },
    { key: 'why', title: 'why' },
  ],
  rows: [
    ['staging', 3, 'a, "b"'],
    ['dev', 12, undefined],
  ],
  data: { items: [{ name: 'staging' }] },
};

test('text is a table without trailing spaces', () => {
  expect(listing(list, 'text', false)).toBe(
    ['PROFILE  VENDS  WHY', 'staging  3      a, "b"', 'dev      12     -', ''].join('\n'),
  );
});

test('on a terminal its head is bold', () => {
  expect(listing(list, 'text', true).split('\n')[0]).toBe('\u001b[1mPROFILE  VENDS  WHY\u001b[22m');
});

test('JSON is the data, indented, in its own order', () => {
  expect(listing(list, 'json', true)).toBe(
    '{\n  "items": [\n    {\n      "name": "staging"\n    }\n  ]\n}\n',
  );
});

test('CSV quotes what needs it and leaves missing cells empty', () => {
  expect(listing(list, 'csv', true)).toBe('name,vends,why\nstaging,3,"a, ""b"""\ndev,12,\n');
});

test('an empty list is its head', () => {
  expect(listing({ ...list, rows: [] }, 'text', false)).toBe('PROFILE  VENDS  WHY\n');
  expect(listing({ ...list, rows: [] }, 'csv', false)).toBe('name,vends,why\n');
});

test.each([
  ['text', 'id:   a\\u{1b}b\nlong: 2\n'],
  ['json', '{\n  "id": 1\n}\n'],
  ['csv', 'id,long,none\na\\u{1b}b,2,\n'],
] as const)('one thing as %s', (output, text) => {
  const thing = {
    fields: [
      ['id', 'a\u001bb'],
      ['long', 2],
      ['none', undefined],
    ] as const,
    data: { id: 1 },
  };

  expect(fields(thing, output)).toBe(text);
});

test.each([
  [true, {}, true],
  [false, {}, false],
  [true, { NO_COLOR: '1' }, false],
  [true, { NO_COLOR: '' }, true],
  [true, { TERM: 'dumb' }, false],
])('a terminal %s with %j takes bold text: %s', (isTerminal, env, expected) => {
  expect(mayStyle({ isTerminal, env })).toBe(expected);
});

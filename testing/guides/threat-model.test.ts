import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { invariants } from '../invariants.ts';
import { guide } from './read-guide.ts';

const page = guide('threat-model');
const rows = page.split('\n').flatMap((line) => {
  const { id, path } = /\| (?<id>SEC-\d\d) \| .*\]\((?<path>\S+)\)/.exec(line)?.groups ?? {};
  return id === undefined || path === undefined ? [] : [{ id, path }];
});

test.each(rows)('a test of $id is in $path', ({ id, path }) => {
  const file = new URL(path, new URL('../../docs/guide/', import.meta.url));

  expect(existsSync(file)).toBe(true);
  expect(readFileSync(file, 'utf8')).toMatch(new RegExp(`['"\`]${id} `));
});

test('every invariant that has tests stops some attack, and one that waits is told as not covered', () => {
  const built = invariants.filter(({ waitsFor }) => waitsFor === undefined).map(({ id }) => id);
  const waiting = invariants.filter(({ waitsFor }) => waitsFor !== undefined);
  const [, uncovered = ''] = page.split('## What is not covered');

  expect([...new Set(rows.map(({ id }) => id))].sort()).toEqual(built);
  for (const { id } of waiting) expect(uncovered).toContain(id);
});

import { expect, test } from 'vitest';
import { canonicalPath } from './canonical-path.ts';

test.each([
  ['', '/'],
  ['/', '/'],
  ['//', '/'],
  ['/.', '/'],
  ['/..', '/'],
  ['/../..', '/'],
  ['/a', '/a'],
  ['/a/', '/a/'],
  ['/a//b', '/a/b'],
  ['/a/./b', '/a/b'],
  ['/a/../b', '/b'],
  ['/a/b/..', '/a'],
  ['/a/b/../', '/a/'],
  ['/a/...', '/a/...'],
  ['/a%20b', '/a%2520b'],
  ['/a%3Ab', '/a%253Ab'],
  ['/a:b', '/a%3Ab'],
  ['/a+b', '/a%2Bb'],
  ['/%2e%2e/a', '/%252e%252e/a'],
  ['/~a-b_c.d', '/~a-b_c.d'],
  ['/caf%C3%A9', '/caf%25C3%25A9'],
  ['/caf\u00c3\u00a9', '/caf%C3%A9'],
])('`%s` becomes `%s`', (wire, canonical) => {
  expect(canonicalPath(wire)).toBe(canonical);
});

import { expect, test } from 'vitest';
import { decodePath } from './wire-text.ts';

test.each([
  ['/', '/'],
  ['/a%20b', '/a b'],
  ['/a+b', '/a+b'],
  ['/a%2Fb', '/a/b'],
  ['/%2e%2E/a', '/../a'],
  ['/caf%C3%A9', '/caf\u00e9'],
  ['/caf\u00c3\u00a9', '/caf\u00e9'],
  ['/a%2541', '/a%41'],
  ['/a%3Fb', '/a'],
])('`%s` is decoded to `%s`', (wire, decoded) => {
  expect(decodePath(wire)).toBe(decoded);
});

test.each(['/%', '/%4', '/%zz', '/%ff', '/%C3', '/%C0%AF'])('`%s` cannot be decoded', (wire) => {
  expect(decodePath(wire)).toBeUndefined();
});

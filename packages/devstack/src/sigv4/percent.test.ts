import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeBytes, encodeBytes } from './percent.ts';

test('every byte string comes back from its encoding', () => {
  const bytes = fc.uint8Array().map((array) => Buffer.from(array).toString('latin1'));

  fc.assert(fc.property(bytes, (text) => decodeBytes(encodeBytes(text)) === text));
});

test('all but the unreserved characters are encoded in upper-case hex', () => {
  const all = Array.from({ length: 256 }, (_, code) => String.fromCharCode(code)).join('');

  expect(encodeBytes(all).replace(/%[0-9A-F]{2}/g, '')).toBe(
    '-.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz~',
  );
});

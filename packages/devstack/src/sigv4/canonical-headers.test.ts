import { expect, test } from 'vitest';
import { canonicalHeaders } from './canonical-headers.ts';

const request = {
  method: 'GET',
  target: '/',
  headers: [
    ['Host', 'example.amazonaws.com'],
    ['My-Header', '  a   b\t\tc '],
    ['MY-HEADER', 'd'],
    ['Empty', ''],
  ],
  body: new Uint8Array(),
} as const;

test.each([
  [['host'], 'host:example.amazonaws.com\n'],
  [['my-header'], 'my-header:a b c,d\n'],
  [['empty', 'host'], 'empty:\nhost:example.amazonaws.com\n'],
])('%j become `%s`', (names, block) => {
  expect(canonicalHeaders(request, names)).toBe(block);
});

test('a signed header that is absent gives none', () => {
  expect(canonicalHeaders(request, ['host', 'x-absent'])).toBeUndefined();
});

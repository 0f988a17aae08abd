import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isRegion } from './region.ts';

test.each([
  'us-east-1',
  'eu-west-3',
  'ap-southeast-2',
  'us-gov-west-1',
  'us-isob-east-1',
  'eu-isoe-west-1',
  'cn-northwest-1',
  'eusc-de-east-1',
  'il-central-1',
])('SEC-31 %s is a Region', (text) => {
  expect(isRegion(text)).toBe(true);
});

test.each([
  '',
  'us-east-1.evil.example',
  'us-east-1/',
  'evil.example/#',
  'x@evil.example',
  'us-east-1\n',
  'us-east-1 ',
  'US-EAST-1',
  '../../x-a-1',
  '$(id)-a-1',
  'us-east-1;id',
  'a'.repeat(5_000),
])('SEC-31 `%s` is no Region, for SDKs write it into host names', (text) => {
  expect(isRegion(text), 'SECURITY VIOLATION: a Region may name a destination').toBe(false);
});

test('SEC-31 nothing that is a Region has a character with a meaning in an address', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(
        isRegion(`us-east-1${text}`) && /[^a-z0-9-]/.test(text),
        'SECURITY VIOLATION: a Region may name a destination',
      ).toBe(false);
    }),
  );
});

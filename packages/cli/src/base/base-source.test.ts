import { describe, expect, test } from 'vitest';
import { baseSource } from './base-source.ts';

const keys = { AWS_ACCESS_KEY_ID: 'AKIA', AWS_SECRET_ACCESS_KEY: 's' };
const container = { AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://127.0.0.1:1/credentials' };

// Flag, variable and settings file are one setting by then: settings.test.ts has their order.
describe('outside of an exec', () => {
  test.each([
    [
      'a base profile beats keys in the environment',
      'sso',
      keys,
      { kind: 'profile', profile: 'sso' },
    ],
    ['keys in the environment come next', undefined, keys, { kind: 'environment' }],
    [
      "AWS_PROFILE beats them, by the SDK's order",
      undefined,
      { ...keys, AWS_PROFILE: 'a' },
      { kind: 'chain' },
    ],
    ['half a pair of keys is none', undefined, { AWS_ACCESS_KEY_ID: 'AKIA' }, { kind: 'chain' }],
    ['an endpoint is for the chain', undefined, container, { kind: 'chain' }],
    ['nothing at all is for the chain', undefined, {}, { kind: 'chain' }],
  ])('%s', (_, baseProfile, env, source) => {
    expect(baseSource(baseProfile === undefined ? {} : { baseProfile }, env)).toEqual(source);
  });
});

test('inside an exec a base profile signs', () => {
  const env = { ...keys, ...container, AWS_SENTINEL: 'staging' };

  expect(baseSource({ baseProfile: 'sso' }, env)).toEqual({ kind: 'profile', profile: 'sso' });
});

test('a base profile whose credential_process is sentinel is found out', () => {
  expect(() => baseSource({ baseProfile: 'sso' }, { SENTINEL_RESOLVING: '1' })).toThrow(
    "the base profile's `credential_process` is sentinel itself, so it can never sign",
  );
});

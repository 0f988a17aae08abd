import { expect, test } from 'vitest';
import { baseFailure } from './base-failure.ts';
import { baseSource } from './base-source.ts';
import { guardProcess } from './guard-process.ts';

const vended = {
  AWS_ACCESS_KEY_ID: 'ASIAVENDED',
  AWS_SECRET_ACCESS_KEY: 'vended',
  AWS_SESSION_TOKEN: 'vended',
  AWS_PROFILE: 'vended',
  AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://127.0.0.1:1/credentials',
  AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: '/credentials',
  AWS_CONTAINER_AUTHORIZATION_TOKEN: 'token',
  AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: '/token',
  AWS_SENTINEL: 'staging',
};

test.each([
  ['the container endpoint', { AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://127.0.0.1:1/' }],
  ['keys in the environment', { AWS_ACCESS_KEY_ID: 'ASIA', AWS_SECRET_ACCESS_KEY: 's' }],
  ['AWS_PROFILE', { AWS_PROFILE: 'x' }],
  ['nothing', {}],
])('SEC-19 inside an exec %s is never the base', (_, env) => {
  let source: unknown;
  try {
    source = baseSource({}, { ...env, AWS_SENTINEL: 'staging' });
  } catch (error) {
    source = error;
  }

  expect(source, 'SECURITY VIOLATION: vended credentials sign as the person').toMatchObject({
    code: 'NO_BASE_CREDENTIALS',
    message:
      'the base credentials lay in environment variables only, which are not handed on into `sentinel exec`',
  });
});

test('SEC-19 inside an exec the AWS SDK sees the base’s files and nothing vended', () => {
  const env: Record<string, string | undefined> = {
    ...vended,
    AWS_CONFIG_FILE: '/tmp/empty',
    AWS_SHARED_CREDENTIALS_FILE: '/tmp/empty',
    SENTINEL_AWS_CONFIG_FILE: '/home/a/aws-config',
    PATH: '/bin',
  };

  guardProcess(env);

  expect(env, 'SECURITY VIOLATION: vended credentials can become the base').toEqual({
    AWS_SENTINEL: 'staging',
    AWS_CONFIG_FILE: '/home/a/aws-config',
    SENTINEL_AWS_CONFIG_FILE: '/home/a/aws-config',
    SENTINEL_RESOLVING: '1',
    PATH: '/bin',
  });
});

test('SEC-19 outside of an exec the environment is only marked', () => {
  const env = { AWS_PROFILE: 'a', AWS_CONFIG_FILE: '/c' };

  guardProcess(env);

  expect(env, 'SECURITY VIOLATION: the base changes').toEqual({
    AWS_PROFILE: 'a',
    AWS_CONFIG_FILE: '/c',
    SENTINEL_RESOLVING: '1',
  });
});

test('SEC-15 the command line of a failing credential_process is not repeated', () => {
  const cause = new Error('Command failed: /bin/helper --password hunter2\nstderr with hunter2');

  const failure = baseFailure(cause, { kind: 'profile', profile: 'sso' });

  expect(
    `${failure.message} ${failure.help}`,
    'SECURITY VIOLATION: a secret of a command line is shown',
  ).not.toContain('hunter2');
});

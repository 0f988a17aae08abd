import { expect, test } from 'vitest';
import { desk } from '../../testing/cli.ts';
import { baseSecret } from '../../testing/tvm-server.ts';

test.each<[string, Record<string, string>]>([
  ['long-lived keys', {}],
  [
    'keys of a sign-in',
    { AWS_ACCESS_KEY_ID: 'ASIABASEKEY000001', AWS_SESSION_TOKEN: 'base-token' },
  ],
  ['a base profile', { SENTINEL_BASE_PROFILE: 'alice' }],
  [
    'an endpoint of a container service',
    { AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://127.0.0.1:9/x' },
  ],
  ['an exec whose base lay in the environment', { AWS_SENTINEL: 'dev' }],
])('SEC-27 no token is signed with base credentials: %s', async (_, env) => {
  using me = desk({ AWS_REGION: 'eu-west-1', ...env });

  const ran = await me.sentinel('token', '--audience', 'orders.example.com');

  expect(ran, 'SECURITY VIOLATION: base credentials sign a token').toMatchObject({
    code: 5,
    out: '',
  });
  expect(ran.err).toContain('signed with vended keys only, never with base credentials');
  expect(ran.err, 'SECURITY VIOLATION: a secret is shown').not.toContain(baseSecret);
});

import { once } from 'node:events';
import { createServer } from 'node:http';
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

test('SEC-17 an endpoint that somebody else has opened since says nothing to the terminal', async () => {
  const code = 'X\u001b]0;owned\u0007\nsentinel: all is well';
  const server = createServer((_request, response) => {
    response.end(JSON.stringify({ Code: code, Message: 'hello' }));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  using me = desk({
    AWS_REGION: 'eu-west-1',
    AWS_SENTINEL: 'dev',
    AWS_CONTAINER_CREDENTIALS_FULL_URI: `http://127.0.0.1:${port}/credentials`,
  });

  const ran = await me.sentinel('token', '--audience', 'orders.example.com');
  server.close();

  expect(ran).toMatchObject({ code: 5, out: '' });
  expect(ran.err, 'SECURITY VIOLATION: it acts on the terminal').not.toContain('\u001b');
  expect(ran.err).toContain('the endpoint answered no keys');
});

import { inspect } from 'node:util';
import { SentinelError } from '@sentinel/core/errors';
import { expect, test } from 'vitest';
import { environmentCredentials } from './environment-credentials.ts';

const env = {
  AWS_ACCESS_KEY_ID: 'ASIAEXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'secret-canary',
  AWS_SESSION_TOKEN: 'token-canary',
};

test('SEC-31 the credentials of the role are those of the environment', async () => {
  expect(await environmentCredentials(env)()).toEqual({
    accessKeyId: 'ASIAEXAMPLE',
    secretAccessKey: 'secret-canary',
    sessionToken: 'token-canary',
  });
});

test.each(['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN'])(
  'SEC-15 without %s there are none, and the error tells no other',
  async (missing) => {
    const read = environmentCredentials({ ...env, [missing]: '' });

    const error: unknown = await read().catch((thrown: unknown) => thrown);

    expect(error, 'SECURITY VIOLATION: half of a credential was used').toBeInstanceOf(
      SentinelError,
    );
    expect(inspect(error), 'SECURITY VIOLATION: an error tells a key').not.toContain('canary');
  },
);

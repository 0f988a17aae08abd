import fc from 'fast-check';
import { expect, test } from 'vitest';
import { gift } from '../../testing/gift.ts';
import { hostileParents } from '../../testing/hostile-environments.ts';
import { childEnvironment } from './environment.ts';

const violation = 'SECURITY VIOLATION: the child inherits credentials that are not ours';

test.each(hostileParents)('SEC-19 a parent with $name hands none of it on', ({ env: parent }) => {
  for (const platform of ['linux', 'darwin', 'win32'] as const) {
    const { env } = childEnvironment(parent, gift({ platform }));

    const text = JSON.stringify(env);
    expect(text, violation).not.toMatch(/foreign|elsewhere|staging|AKIA|ASIA/i);
    expect(env, violation).toMatchObject({
      AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://127.0.0.1:40000/credentials',
      AWS_CONTAINER_AUTHORIZATION_TOKEN: 'our-token',
      AWS_CONFIG_FILE: '/tmp/s/config',
      AWS_SHARED_CREDENTIALS_FILE: '/tmp/s/credentials',
      BOTO_CONFIG: '/tmp/s/boto',
      AWS_EC2_METADATA_DISABLED: 'true',
    });
  }
});

test('SEC-19 every AWS_* name but the closed list is gone, whatever its case', () => {
  const word = fc.stringMatching(/^[A-Z_]{1,30}$/);
  const prefix = fc.mixedCase(fc.constantFrom('AWS_', 'AMAZON_', 'EC2_', 'BOTO_'));
  const expected = childEnvironment({}, gift()).env;
  const harmless =
    /^AWS_(REGION|DEFAULT_REGION|CA_BUNDLE|PAGER|DEFAULT_OUTPUT|CLI_AUTO_PROMPT|CLI_FILE_ENCODING|RETRY_MODE|MAX_ATTEMPTS|DEFAULTS_MODE|USE_FIPS_ENDPOINT|USE_DUALSTACK_ENDPOINT|STS_REGIONAL_ENDPOINTS|SDK_UA_APP_ID|EXECUTION_ENV)$/i;

  fc.assert(
    fc.property(prefix, word, fc.string(), (start, rest, value) => {
      fc.pre(!harmless.test(start + rest));

      const { env } = childEnvironment({ [start + rest]: value }, gift());

      expect(env, violation).toEqual(expected);
    }),
    { numRuns: 2_000 },
  );
});

test('SEC-19 a base in environment keys leaves no way to itself', () => {
  const parent = { AWS_ACCESS_KEY_ID: 'AKIAFOREIGNFOREIGN22', SENTINEL_BASE_PROFILE: 'foreign' };

  const { env } = childEnvironment(parent, gift({ base: {} }));

  expect(JSON.stringify(env), violation).not.toMatch(/foreign/i);
});

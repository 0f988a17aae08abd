import { copyFile, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { authorizerSettings } from '@sentinel/tvm/authorizer/settings';
import { functions } from '@sentinel/tvm/infrastructure/functions';
import type { FunctionName } from '@sentinel/tvm/infrastructure/rights';
import { notifierSettings } from '@sentinel/tvm/notifier/settings';
import type { Settings } from '@sentinel/tvm/read-settings';
import { revokerSettings } from '@sentinel/tvm/revoker/settings';
import { type Setting, settings } from '@sentinel/tvm/settings';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { removeCode, unpackZip, withFunction } from './a-function.ts';
import { describeOnRuntime } from './describe-on-runtime.ts';
import { startAlone } from './start-alone.ts';

const settingsOf = {
  api: settings,
  authorizer: authorizerSettings,
  revoker: revokerSettings,
  notifier: notifierSettings,
} as const satisfies Readonly<Record<FunctionName, Settings>>;

/** What each function cannot do without, beside what Lambda sets. */
const rightOnes: Readonly<Record<FunctionName, Readonly<Record<string, string>>>> = {
  api: {
    SENTINEL_TABLE: 'sentinel',
    SENTINEL_API_ID: 'a1b2c3d4e5',
    SENTINEL_ACCOUNT_ID: '111122223333',
  },
  authorizer: { SENTINEL_TABLE: 'sentinel', SENTINEL_AUDIENCE: 'services.example.com' },
  revoker: { SENTINEL_TABLE: 'sentinel', SENTINEL_REVOCATION_ACCOUNTS: '444455556666' },
  notifier: { SENTINEL_TABLE: 'sentinel', SENTINEL_ACCOUNT_ID: '111122223333' },
};

const needed = functions.flatMap(({ name: of }) =>
  Object.entries<Setting>(settingsOf[of])
    .filter(([name, { fallback }]) => fallback === undefined && name.startsWith('SENTINEL_'))
    .map(([name, { expected }]) => ({ of, name, expected })),
);

describeOnRuntime("the zip's init under AWS's runtime client", () => {
  let code: string;
  beforeAll(async () => {
    code = await unpackZip();
  });
  afterAll(() => removeCode(code));

  test.each<[string, Readonly<Record<string, string | undefined>>, readonly string[]]>([
    ['a missing one', { SENTINEL_TABLE: undefined }, ['`SENTINEL_TABLE` must be a table name']],
    ['a wrong one', { SENTINEL_API_ID: 'Not An Id' }, ['`SENTINEL_API_ID` must be an API id']],
    ['a misspelt one', { SENTINEL_TABEL: 'x' }, ['`SENTINEL_TABEL` is not a setting']],
    [
      'all of several',
      { SENTINEL_TABLE: '', SENTINEL_ACCOUNT_ID: '12', SENTINEL_SESSION_HOURS: '0' },
      ['`SENTINEL_TABLE` must', '`SENTINEL_ACCOUNT_ID` must be 12', '`SENTINEL_SESSION_HOURS`'],
    ],
  ])('fails for a setting, and names it: %s', async (_, variables, sentences) => {
    await withFunction(code, { variables }, async ({ call, fn }) => {
      const outcome = await fn.invoke('{}');
      const reply = await call('alice', 'GET', '/whoami');

      const error = outcome.kind === 'failed' ? outcome.error : undefined;
      expect(error).toMatchObject({ errorType: 'SentinelError' });
      for (const sentence of sentences) expect(error?.errorMessage).toContain(sentence);
      expect(error?.errorMessage).not.toMatch(/Not An Id|\n/);
      expect(reply).toMatchObject({ status: 500, json: { message: 'Internal Server Error' } });
      expect(fn.starts()).toBe(2);
    });
  });

  test.each(needed)(
    'of $of fails without $name alone, and names it',
    async ({ of, name, expected }) => {
      const { [name]: _, ...variables } = rightOnes[of];
      const fn = startAlone({ of, codeFolder: code, variables });
      try {
        const outcome = await fn.invoke('{}');

        expect(outcome).toMatchObject({
          kind: 'failed',
          error: { errorType: 'SentinelError', errorMessage: `\`${name}\` must be ${expected}` },
        });
      } finally {
        await fn.close();
      }
    },
  );

  test('goes well without the sibling file, whose want is told when it is needed', async () => {
    const alone = await mkdtemp(join(tmpdir(), 'sentinel-alone-'));
    await copyFile(join(code, 'api.cjs'), join(alone, 'api.cjs'));
    try {
      await withFunction(alone, {}, async ({ call, fn, lines }) => {
        const reply = await call('alice', 'POST', '/', { profile: 'dev' });

        expect(reply).toMatchObject({ status: 500, json: { Code: 'INTERNAL' } });
        expect(reply.body).not.toContain('parse');
        await expect
          .poll(() => lines().join('\n'), { timeout: 10_000 })
          .toMatch(/Cannot find module '[^']*parse\.cjs'/);
        expect(fn.starts()).toBe(1);
      });
    } finally {
      await removeCode(alone);
    }
  });

  test('touches no service: where one is away, only what needs it fails', async () => {
    const variables = { AWS_ENDPOINT_URL_SSM: 'http://127.0.0.1:9' };
    await withFunction(code, { variables }, async ({ call, fn }) => {
      const reply = await call('alice', 'GET', '/whoami');

      expect(reply.json).toMatchObject({ Code: 'DEPENDENCY_UNAVAILABLE' });
      expect(fn.starts()).toBe(1);
    });
  });
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import { removeCode, unpackZip, withFunction } from './a-function.ts';
import { describeOnRuntime } from './describe-on-runtime.ts';

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

  test('touches no service: where one is away, only what needs it fails', async () => {
    const variables = { AWS_ENDPOINT_URL_SSM: 'http://127.0.0.1:9' };
    await withFunction(code, { variables }, async ({ call, fn }) => {
      const reply = await call('alice', 'GET', '/whoami');

      expect(reply.json).toMatchObject({ Code: 'DEPENDENCY_UNAVAILABLE' });
      expect(fn.starts()).toBe(1);
    });
  });
});

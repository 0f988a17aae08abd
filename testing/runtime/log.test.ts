import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { removeCode, unpackZip, withFunction } from './a-function.ts';
import { describeOnRuntime } from './describe-on-runtime.ts';

/** What a caller may send in order to break or forge a line, and one that passes every buffer. */
const userAgents = [
  'plain',
  'a\r\n{"seq":0}\u2028\u2029\u001b[2K\u202e"\\ \ud83d\ude00\ud800\u0000\u007f',
  '\u00e9'.repeat(100_000),
  'after it',
];

describeOnRuntime("the zip's log under AWS's runtime client", () => {
  let code: string;
  beforeAll(async () => {
    code = await unpackZip();
  });
  afterAll(() => removeCode(code));

  test.each([
    ['in the format of text', {}],
    ['in the format of JSON', { AWS_LAMBDA_LOG_FORMAT: 'JSON' }],
    [
      'in the format of JSON, from errors on',
      { AWS_LAMBDA_LOG_FORMAT: 'JSON', AWS_LAMBDA_LOG_LEVEL: 'ERROR' },
    ],
  ])('holds each record as one line, byte for byte, %s', async (_, variables) => {
    await withFunction(code, { variables }, async ({ call, events, fn, lines }) => {
      await call('alice', 'GET', '/whoami');
      const real = events()[0];
      for (const userAgent of userAgents) {
        const requestContext = { ...real?.requestContext };
        const http = { ...requestContext.http, userAgent };
        await fn.invoke(JSON.stringify({ ...real, requestContext: { ...requestContext, http } }));
      }

      const records = () => lines().filter((line) => line.includes('"seq":'));
      await expect.poll(() => records().length, { timeout: 10_000 }).toBe(1 + userAgents.length);
      const recorded = records().map((line) => JSON.parse(line).user_agent);
      expect(recorded.slice(1)).toEqual(userAgents);
      let prev = '0'.repeat(64);
      for (const line of records()) {
        const [, body = '', hash = ''] = /^(.*),"hash":"([0-9a-f]{64})"}$/.exec(line) ?? [];
        expect(
          createHash('sha256').update(`${body}}`).digest('hex'),
          `a line arrived changed: ${line}`,
        ).toBe(hash);
        expect(JSON.parse(line).prev, 'a line is missing').toBe(prev);
        prev = hash;
      }
      for (const line of lines()) expect(() => JSON.parse(line), line).not.toThrow();
    });
  });

  test('holds no secret, whether it vends, refuses or fails', async () => {
    let isBroken = false;
    const faults = ({ service }: { readonly service: string }) =>
      isBroken && service === 'sts' ? ({ kind: 'partial' } as const) : undefined;
    await withFunction(code, { faults }, async ({ call, lines, secrets }) => {
      const vended = await call('alice', 'POST', '/', { profile: 'dev' });
      await call('dave', 'POST', '/', { profile: 'dev' });
      isBroken = true;
      const broken = await call('alice', 'POST', '/', { profile: 'dev' });

      expect(vended.status, vended.body).toBe(200);
      expect(broken.json['Code']).toBe('CREDENTIAL_ERROR');
      await expect
        .poll(() => lines().filter((line) => line.includes('"seq":')), { timeout: 10_000 })
        .toHaveLength(3);
      const { SecretAccessKey: key, Token: token } = vended.json;
      for (const secret of [...secrets, String(key), String(token)]) {
        expect(lines().join('\n').includes(secret), 'a secret is logged').toBe(false);
      }
    });
  });
});

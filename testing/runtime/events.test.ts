import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Deployed, removeCode, unpackZip, withFunction } from './a-function.ts';
import { describeOnRuntime } from './describe-on-runtime.ts';

/** Text of a little less than Lambda hands over at most. */
const huge = 'x'.repeat(5_900_000);

describeOnRuntime("the zip's answers under AWS's runtime client", () => {
  let code: string;
  beforeAll(async () => {
    code = await unpackZip();
  });
  afterAll(() => removeCode(code));

  test('come for every event, in one process, with one record each', {
    timeout: 60_000,
  }, async () => {
    await withFunction(code, {}, async (deployed) => {
      const { call, events, fn, lines } = deployed;
      await call('alice', 'GET', '/whoami');
      const real = JSON.stringify(events()[0]);
      let asked = 1;
      const check = async (payload: string) => {
        asked += 1;
        await expectAnswer(deployed, payload);
      };

      for (const payload of oddEvents(real)) await check(payload);
      await fc.assert(fc.asyncProperty(fc.json(), check), { numRuns: 100 });
      await fc.assert(fc.asyncProperty(spoilt(real), check), { numRuns: 200 });

      expect(fn.starts()).toBe(1);
      const records = () => lines().filter((line) => line.includes('"seq":'));
      await expect.poll(() => records().length, { timeout: 10_000 }).toBe(asked);
      expect(records().map((line) => JSON.parse(line).seq)).toEqual(
        Array.from({ length: asked }, (_, index) => index),
      );
    });
  });
});

async function expectAnswer({ fn }: Deployed, payload: string): Promise<void> {
  const outcome = await fn.invoke(payload);

  const about = payload.slice(0, 300);
  expect(outcome.kind, `${about} -> ${JSON.stringify(outcome).slice(0, 500)}`).toBe('answered');
  const answer = outcome.kind === 'answered' ? JSON.parse(outcome.payload) : undefined;
  expect(answer.statusCode, about).toBeOneOf([200, 400, 401, 403, 404, 405, 413, 415, 500]);
  const body = JSON.parse(answer.body);
  if (answer.statusCode !== 200) expect(body.Code, about).toMatch(/^[A-Z_]+$/);
  expect(body.Code, about).not.toBe('INTERNAL');
}

function oddEvents(real: string): readonly string[] {
  const withMember = (member: string) => `${real.slice(0, -1)},${member}}`;
  return [
    'null',
    '""',
    '[]',
    '{"version":"2.0"}',
    '{"__proto__":{"version":"2.0"},"constructor":{"prototype":{}}}',
    `${'['.repeat(100_000)}${']'.repeat(100_000)}`,
    JSON.stringify(huge),
    withMember(`"body":"${huge}"`),
    withMember(`"body":"{}","isBase64Encoded":true`),
    withMember(`"rawQueryString":"${huge}"`),
    withMember(`"rawPath":"/${'%'.repeat(1_000_000)}"`),
    withMember(`"headers":{"user-agent":"${huge}"}`),
    withMember(`"headers":{${Array.from({ length: 50_000 }, (_, n) => `"h${n}":"v"`).join()}}`),
    withMember('"rawPath":"/\\ud800\\u0000\\u2028"'),
    withMember('"requestContext":null'),
  ];
}

/** A real event with one member, at any depth, replaced by any value. */
function spoilt(real: string): fc.Arbitrary<string> {
  return fc
    .tuple(fc.constantFrom(...pathsOf(JSON.parse(real))), fc.jsonValue())
    .map(([path, value]) => {
      const event: unknown = JSON.parse(real);
      const holder = path.slice(0, -1).reduce(memberOf, event);
      if (isRecord(holder)) holder[path.at(-1) ?? ''] = value;
      return JSON.stringify(event);
    });
}

function pathsOf(value: unknown): readonly (readonly string[])[] {
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([key, member]) => [
    [key],
    ...pathsOf(member).map((path) => [key, ...path]),
  ]);
}

function memberOf(value: unknown, key: string): unknown {
  return isRecord(value) ? value[key] : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

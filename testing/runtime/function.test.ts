import type { Call } from '@sentinel/devstack/http/call';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { removeCode, unpackZip, withFunction } from './a-function.ts';
import { describeOnRuntime } from './describe-on-runtime.ts';

const ask = { profile: 'dev', justification: 'to see it run' };

describeOnRuntime("the zip under AWS's runtime client", () => {
  let code: string;
  beforeAll(async () => {
    code = await unpackZip();
  });
  afterAll(() => removeCode(code));

  test('vends at its first event, and answers every later one in the same process', async () => {
    await withFunction(code, {}, async ({ call, fn, stack }) => {
      const vended = await call('alice', 'POST', '/', ask);
      const whoami = await call('alice', 'GET', '/whoami');
      const sessions = await call('alice', 'GET', '/sessions');
      const refused = await call('dave', 'POST', '/', ask);

      expect(vended.status, vended.body).toBe(200);
      const key = stack.sts.findPrincipal(String(vended.json['AccessKeyId']));
      expect(key).toMatchObject({
        roleArn: 'arn:aws:iam::444455556666:role/SentinelProtected-Dev',
        sessionName: 'alice',
      });
      expect(whoami.json).toMatchObject({ subject: 'alice@example.com', groups: ['engineering'] });
      expect(sessions.json).toMatchObject({ items: [{ profile: 'dev', vends: 1 }] });
      expect(refused).toMatchObject({ status: 403, json: { Code: 'POLICY_DENY' } });
      expect(fn.starts()).toBe(1);
    });
  });

  test('needs nothing of SSM for a vend that it can answer from memory', async () => {
    await withFunction(code, {}, async ({ call, stack }) => {
      await call('alice', 'POST', '/', ask);
      const before = stack.ssm.count();

      const again = await call('alice', 'POST', '/', ask);

      expect(again.status).toBe(200);
      expect(before).toBeGreaterThan(0);
      expect(stack.ssm.count()).toBe(before);
    });
  });

  test('needs three rounds to the table and one to STS for a vend, once warm', async () => {
    const rounds = roundsOf([
      ['dynamodb:GetItem', 'dynamodb:UpdateItem'],
      ['dynamodb:PutItem', 'dynamodb:PutItem'],
      ['dynamodb:GetItem', 'dynamodb:GetItem', 'sts:AssumeRole'],
      ['dynamodb:PutItem', 'dynamodb:UpdateItem'],
    ]);
    await withFunction(code, { faults: rounds.onCall }, async ({ call }) => {
      await call('alice', 'POST', '/', ask);
      rounds.begin();

      const warm = await call('alice', 'POST', '/', ask);

      expect(warm.status, warm.body).toBe(200);
      expect(rounds.left()).toBe(0);
      expect(rounds.seen()).toEqual(rounds.expected);
    });
  });
});

/**
 * Holds every call back until all of its round are there: only a client that sends them together gets on, and one
 * that sends others, or more, is seen.
 */
function roundsOf(expected: readonly (readonly string[])[]) {
  const left = expected.map((round) => round.length);
  const seen: string[][] = [];
  let waiting: { readonly name: string; readonly release: () => void }[] = [];
  let isCounting = false;
  return {
    expected,
    begin: () => {
      isCounting = true;
    },
    left: () => left.length,
    seen: () => seen,
    onCall: async ({ service, operation }: Call) => {
      if (!isCounting) return undefined;
      const { promise: released, resolve: release } = Promise.withResolvers<void>();
      waiting.push({ name: `${service}:${operation}`, release });
      if (waiting.length >= (left[0] ?? 1)) {
        left.shift();
        seen.push(waiting.map(({ name }) => name).sort());
        for (const call of waiting) call.release();
        waiting = [];
      }
      await released;
      return undefined;
    },
  };
}

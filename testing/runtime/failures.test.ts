import type { Fault } from '@sentinel/devstack/http/call';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Deployed, removeCode, unpackZip, withFunction } from './a-function.ts';
import { describeOnRuntime } from './describe-on-runtime.ts';

const ask = { profile: 'dev', justification: 'to see it fail' };
/** Less than the six seconds after which the function itself gives STS up; much more than a vend takes. */
const timeoutMs = 5_000;
const ofGateway = { status: 500, json: { message: 'Internal Server Error' } };

describeOnRuntime("the zip's process under AWS's runtime client", () => {
  let code: string;
  beforeAll(async () => {
    code = await unpackZip();
  });
  afterAll(() => removeCode(code));

  test('is ended at the time-out; what comes late reaches nobody, and the next event is answered', async () => {
    const { promise: late, resolve: answerLate } = Promise.withResolvers<void>();
    let fault: Fault | undefined = { kind: 'slow', until: late };
    const faults = ({ service }: { readonly service: string }) =>
      service === 'sts' ? fault : undefined;
    await withFunction(code, { faults, timeoutMs }, async ({ call, fn, lines, stack }) => {
      const timedOut = await call('alice', 'POST', '/', ask);
      const issued = stack.sts.count('AssumeRole');
      answerLate();
      fault = undefined;
      const next = await call('alice', 'POST', '/', ask);

      expect(timedOut).toMatchObject(ofGateway);
      expect(issued).toBeGreaterThan(0);
      expect(next.status, next.body).toBe(200);
      expect(fn.starts()).toBe(2);
      await expect.poll(() => records({ lines }), { timeout: 10_000 }).toHaveLength(1);
      expect(records({ lines })[0]).toContain(String(next.json['AccessKeyId']));
    });
  });

  test('is followed by a new one when it was killed between events', async () => {
    await withFunction(code, {}, async ({ call, fn }) => {
      await call('alice', 'POST', '/', ask);

      kill(fn);
      await expect.poll(() => fn.pid(), { timeout: 10_000 }).toBeUndefined();
      const next = await call('alice', 'POST', '/', ask);

      expect(next.status, next.body).toBe(200);
      expect(fn.starts()).toBe(2);
    });
  });

  test('may be killed at any call of a vend: nothing is vended, and the next vend is', {
    timeout: 120_000,
  }, async () => {
    let calls = 0;
    let killAt = Number.POSITIVE_INFINITY;
    let target: Deployed['fn'] | undefined;
    const faults = (): Fault | undefined => {
      calls += 1;
      if (calls !== killAt) return undefined;
      if (target !== undefined) kill(target);
      return { kind: 'timeout' };
    };
    await withFunction(code, { faults }, async ({ call, fn }) => {
      target = fn;
      await call('alice', 'POST', '/', ask);
      calls = 0;
      await call('alice', 'POST', '/', ask);
      const callsOfVend = calls;
      expect(callsOfVend).toBeGreaterThanOrEqual(9);

      for (let nth = 1; nth <= callsOfVend; nth += 1) {
        calls = 0;
        killAt = nth;
        const killed = await call('alice', 'POST', '/', ask);
        killAt = Number.POSITIVE_INFINITY;
        const next = await call('alice', 'POST', '/', ask);

        expect(killed, `killed at call ${nth}`).toMatchObject(ofGateway);
        expect(next.status, `after it was killed at call ${nth}: ${next.body}`).toBe(200);
        expect(fn.starts()).toBe(nth + 1);
      }
    });
  });
});

function kill(fn: Deployed['fn']): void {
  const pid = fn.pid();
  if (pid === undefined) throw new Error('there is no process');
  process.kill(pid, 'SIGKILL');
}

function records({ lines }: Pick<Deployed, 'lines'>): readonly string[] {
  return lines().filter((line) => line.includes('"seq":'));
}

import type { Call, Fault, Faults } from '@sentinel/devstack/http/call';
import { describe, expect, test } from 'vitest';
import { type Stack, withStack } from './a-stack.ts';

const kinds = ['error', 'timeout', 'throttle', 'garbage', 'lost-reply', 'partial'] as const;
type Kind = (typeof kinds)[number];

/** Which of all calls to AWS fail: the n-th alone, or it and every later one of the same operation. */
type Plan = { readonly nth: number; readonly kind: Kind; readonly persists: boolean };

/** Texts that only SDKs and services speak. */
const foreignWords =
  /ETIMEDOUT|ECONNRESET|socket|timed? ?out|Throttl|Rate exceeded|InternalFailure|AccessDenied|Exception|<html|JSON at|Unexpected token|arn:aws:(sts|ssm|dynamodb)|smithy|SDK/i;

function failing(plan: Plan): {
  readonly faults: Faults;
  readonly seen: readonly Call[];
  /** `service:operation` of the call that failed first. */
  readonly target: () => string;
} {
  const seen: Call[] = [];
  let target: Call | undefined;
  const faults: Faults = (call): Fault | undefined => {
    seen.push(call);
    if (seen.length === plan.nth) target = call;
    const isHit = plan.persists
      ? call.service === target?.service && call.operation === target.operation
      : call === target;
    return isHit ? { kind: plan.kind } : undefined;
  };
  return { faults, seen, target: () => `${target?.service}:${target?.operation}` };
}

const ask = { profile: 'dev', justification: 'to see what happens' };

async function callsOfOneVend(): Promise<readonly string[]> {
  const { faults, seen } = failing({ nth: 0, kind: 'error', persists: false });
  return withStack({ faults }, async ({ call }) => {
    const reply = await call('alice', 'POST', '/', ask);
    expect(reply.status).toBe(200);
    return seen.map(({ service, operation }) => `${service}:${operation}`);
  });
}

function expectOneTruthfulRecord({ decisions }: Stack, vended: boolean, why: string) {
  const outcomes = decisions().map((record) => record.outcome);
  const final = outcomes.at(-1);
  if (vended) {
    expect(outcomes, why).toEqual(['allow']);
    return;
  }
  expect(final, `SECURITY VIOLATION: recorded as ${final} though ${why}`).toMatch(
    /^(error|withdrawn)$/,
  );
  const before = outcomes.slice(0, -1);
  expect(before, `${why}: one decision, or an allow that was withdrawn`).toEqual(
    before.length === 0 ? [] : ['allow'],
  );
}

describe('SEC-02 every call of a vend to AWS fails in every way', () => {
  test.each(kinds)(
    'SEC-02 by %s: never credentials unless a retry mended it',
    { timeout: 120_000 },
    async (kind) => {
      const calls = await callsOfOneVend();
      expect(calls.length).toBeGreaterThanOrEqual(12);
      const plans = calls.flatMap((_, index) =>
        // What passes by once is tried over the adapters; here, where the work is done all the same.
        (isWorkDone(kind) ? [true, false] : [true]).map(
          (persists): Plan => ({ nth: index + 1, kind, persists }),
        ),
      );

      await inBatches(plans, 10, async (plan) => {
        const { faults, target } = failing(plan);
        await withStack({ faults }, async (stack) => {
          const reply = await stack.call('alice', 'POST', '/', ask);

          const why = `${target()} (call ${plan.nth}) failed by ${kind}${plan.persists ? ' for good' : ''}`;
          const isVended = reply.status === 200;
          const isSts = target().startsWith('sts:');
          // Where the work is done and only its reply is lost, a read finds it done; what STS said is lost for good.
          const mayBeMended = !plan.persists || (isWorkDone(kind) && !isSts);
          expect(isVended && !mayBeMended, `SECURITY VIOLATION: vended though ${why}`).toBe(false);
          if (!isVended) {
            expect(reply.body, `SECURITY VIOLATION: credentials though ${why}`).not.toMatch(
              /ASIA|SecretAccessKey/,
            );
            const isNonsense = isSts && (kind === 'garbage' || kind === 'partial');
            expect(reply.json['Code'], why).toBeOneOf([
              'DEPENDENCY_UNAVAILABLE',
              ...(isNonsense ? ['CREDENTIAL_ERROR'] : []),
            ]);
            expect(reply.body, `SECURITY VIOLATION: foreign words though ${why}`).not.toMatch(
              foreignWords,
            );
          }
          expectOneTruthfulRecord(stack, isVended, why);
        });
      });
    },
  );
});

function isWorkDone(kind: Kind): boolean {
  return kind === 'lost-reply' || kind === 'partial';
}

async function inBatches<T>(
  items: readonly T[],
  size: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const queue = [...items];
  const worker = async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: size }, worker));
}

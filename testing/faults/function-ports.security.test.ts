import { checkToken, type TokenPorts } from '@sentinel/core/check-token';
import { SentinelError } from '@sentinel/core/errors';
import { keepRevoked } from '@sentinel/core/keep-revoked';
import { memoryChannels, memoryMessengers } from '@sentinel/core/memory/channels';
import { memoryClock } from '@sentinel/core/memory/clock';
import { type Intercept, intercepted } from '@sentinel/core/memory/intercept';
import { memoryTimer } from '@sentinel/core/memory/timer';
import { requestChanges } from '@sentinel/core/notify/request-changes';
import { isRefusal } from '@sentinel/core/reasons';
import { createTeller } from '@sentinel/core/teller';
import { aProof } from '@sentinel/core/testing/a-proof';
import { aRequest } from '@sentinel/core/testing/a-request';
import { aRevocation } from '@sentinel/core/testing/a-revocation';
import { aRevoker, ours, theirs } from '@sentinel/core/testing/a-revoker';
import { askToVend } from '@sentinel/core/testing/a-vend';
import { aWorld, sha256 } from '@sentinel/core/testing/a-world';
import { aSession, noon, subject } from '@sentinel/core/testing/contracts/a-session';
import { encodeProof } from '@sentinel/core/token/proof';
import { describe, expect, test } from 'vitest';

const faults = ['throw', 'throttle', 'crash', 'lost reply'] as const;
type Fault = (typeof faults)[number];
type Plan = { readonly nth: number; readonly fault: Fault };

/** Lets the `nth` call fail, counted from 0; `throttle` every later one of its method, too. */
function failing(calls: string[], plan: Plan | undefined): Intercept {
  let target: string | undefined;
  return (call, proceed) => {
    const name = `${call.port}.${call.method}`;
    if (call.port === 'clock' || call.port === 'trail') return proceed();
    const isNth = calls.push(name) - 1 === plan?.nth;
    if (isNth) target = name;
    if (!isNth && !(plan?.fault === 'throttle' && name === target)) return proceed();
    return fail(plan?.fault ?? 'throw', proceed);
  };
}

async function fail(fault: Fault, proceed: () => unknown): Promise<never> {
  if (fault === 'lost reply') await proceed();
  if (fault === 'crash') throw new TypeError('read ECONNRESET canary');
  throw new SentinelError('DEPENDENCY_UNAVAILABLE', 'failed on purpose');
}

/** Each call of a run, failed in each way. */
async function everyFault(run: (plan: Plan | undefined) => Promise<readonly string[]>) {
  const calls = await run(undefined);
  for (const nth of calls.keys()) for (const fault of faults) await run({ nth, fault });
  return calls.length;
}

describe('SEC-02 what the functions call', () => {
  test('SEC-02 a round of the revoker fails, or has done its work; the next one has', async () => {
    const runs = await everyFault(async (plan) => {
      const calls: string[] = [];
      let intercept = failing(calls, plan);
      const stage = aRevoker({ intercept: (call, proceed) => intercept(call, proceed) });
      const { doneAtMs: _, ...revocation } = aRevocation(1, { version: 1 });
      await stage.sessions.open(aSession());
      const { id } = await stage.revocations.create({ ...revocation, status: 'open' });
      const isDone = async () =>
        (await stage.revocations.find(id))?.status === 'done' &&
        (await stage.sessions.find(aSession()))?.status === 'revoked' &&
        (await stage.subjects.read(subject('alice@example.com'))).blocks.size === 1 &&
        [ours, theirs].every((account) => !stage.denies(account, 'sentinel:nobody')) &&
        [ours, theirs].every((account) => stage.denies(account, 'TokenIssueTime'));

      const isSaidDone = await keepRevoked(stage.world).then(
        () => true,
        () => false,
      );
      const wasDone = await isDone();
      const seen = [...calls];
      intercept = (_call, proceed) => proceed();
      await keepRevoked(stage.world);

      const why = `${calls[plan?.nth ?? 0]} ${plan?.fault}`;
      expect(isSaidDone && !wasDone, `SECURITY VIOLATION: passed as done: ${why}`).toBe(false);
      expect(await isDone(), `SECURITY VIOLATION: never done: ${why}`).toBe(true);
      const { blocks, epoch } = await stage.subjects.read(subject('alice@example.com'));
      expect([blocks.size, epoch], `counted twice: ${why}`).toEqual([1, 1]);
      return seen;
    });

    expect(runs).toBeGreaterThan(15);
  });

  test('SEC-02 the authorizer lets nobody in when one of its reads fails', async () => {
    const { outside, world } = aWorld();
    const vended = await askToVend(world);
    if (isRefusal(vended)) throw new Error(vended.message);
    const token = encodeProof(aProof({ accessKeyId: vended.credentials.accessKeyId }));
    const signer = {
      accountId: '111122223333',
      arn: 'arn:aws:sts::111122223333:assumed-role/SentinelProtected-Dev/alice',
      userId: 'AROAEXAMPLEEXAMPLE000:alice',
    };
    const { sessions, subjects, control, clock } = outside;
    const ports: TokenPorts = {
      sessions,
      subjects,
      control,
      clock,
      identities: { prove: async () => ({ signer }) },
    };
    const rules = { audiences: new Set(['orders.example.com']), regions: new Set(['eu-west-1']) };

    const runs = await everyFault(async (plan) => {
      const calls: string[] = [];
      const checked = await checkToken(
        { authorization: `Bearer ${token}`, host: 'orders.example.com' },
        rules,
        intercepted(ports, failing(calls, plan)),
      ).catch(() => ({ isAuthorized: false }));

      const why = `SECURITY VIOLATION: ${calls[plan?.nth ?? 0]} ${plan?.fault}`;
      expect(checked.isAuthorized, why).toBe(plan === undefined);
      return calls;
    });

    expect(runs).toBeGreaterThanOrEqual(6);
  });

  test('SEC-02 the notifier says of what it could not tell that it must come again, and tells it then', async () => {
    const runs = await everyFault(async (plan) => {
      const calls: string[] = [];
      const lines: string[] = [];
      const clock = memoryClock(noon);
      const channels = memoryChannels();
      channels.put(
        'desk',
        'version: "1"\ntype: sns\ntopic_arn: arn:aws:sns:eu-west-1:111122223333:desk\n',
      );
      const messengers = memoryMessengers();
      let intercept = failing(calls, plan);
      const ports = intercepted(
        {
          channels,
          messengers,
          trail: { write: (line: string) => void lines.push(line) },
          clock,
          timer: memoryTimer(clock),
        },
        (call, proceed) => intercept(call, proceed),
      );
      const teller = createTeller(ports, sha256);
      const told = requestChanges(undefined, aRequest({ notify: ['desk'] }));
      const change = { sequence: '1', item: 'aa', told };

      const failed = await teller([change], noon + 60_000);
      const taken = messengers.taken().length;
      const seen = [...calls];
      intercept = (_call, proceed) => proceed();
      const again = failed.length > 0 ? await teller([change], noon + 60_000) : [];

      const why = `${calls[plan?.nth ?? 0]} ${plan?.fault}`;
      expect(failed.length > 0 || taken > 0, `lost: ${why}`).toBe(true);
      expect(again, why).toEqual([]);
      expect(messengers.taken().length, why).toBeGreaterThan(0);
      expect(lines.join(), `SECURITY VIOLATION: foreign words: ${why}`).not.toContain('canary');
      return seen;
    });

    expect(runs).toBe(2);
  });
});

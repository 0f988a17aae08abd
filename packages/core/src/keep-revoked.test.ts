import { aRevocation, targets } from '@sentinel/core/testing/a-revocation';
import { aRevoker, ours } from '@sentinel/core/testing/a-revoker';
import { aSession, noon, subject } from '@sentinel/core/testing/contracts/a-session';
import { describe, expect, test } from 'vitest';
import { keepRevoked } from './keep-revoked.ts';
import { failMethod } from './memory/faults.ts';
import type { Revocation } from './revocation/revocation.ts';

/** As a crash leaves it right after it was stored. */
function open(changes: Partial<Revocation> = {}): Revocation {
  const { doneAtMs: _, ...revocation } = aRevocation(1, { version: 1, ...changes });
  return { ...revocation, status: 'open' };
}

/** Time that passes beside what takes long: `passes` returns when what is done after it has been done. */
function besides() {
  let wake = () => {};
  let arrived = Promise.withResolvers<void>();
  return {
    isThere: () => arrived.promise,
    wait: () =>
      new Promise<void>((resolve) => {
        wake = resolve;
        arrived.resolve();
      }),
    passes: () => {
      arrived = Promise.withResolvers<void>();
      wake();
      return arrived.promise;
    },
  };
}

/** A round that has begun to finish what is open, and does not come to an end before `finish`. */
async function startSlow(failing?: string) {
  const time = besides();
  const sessions = Promise.withResolvers<void>();
  let broken = failing;
  let writes = 0;
  const stage = aRevoker({
    meanwhile: time,
    intercept: (call, proceed) => {
      if (call.method === 'activeOf') return sessions.promise.then(proceed);
      if (call.port === 'policies' && call.method === 'create') writes += 1;
      return broken === undefined ? proceed() : failMethod(broken)(call, proceed);
    },
  });
  const { id } = await stage.revocations.create(open());
  const run = keepRevoked(stage.world);
  await time.isThere();
  return {
    ...stage,
    id,
    passes: time.passes,
    finish: () => {
      sessions.resolve();
      return run;
    },
    fail: (method: string | undefined) => {
      broken = method;
    },
    writes: () => writes,
  };
}

describe('a round of the revoker', () => {
  test('finishes what a crash left open, and denies what was issued until then', async () => {
    const { world, denies, revocations, sessions, subjects } = aRevoker();
    await sessions.open(aSession());
    const { id } = await revocations.create(open());

    await keepRevoked(world);

    expect(await revocations.find(id)).toMatchObject({ status: 'done', doneAtMs: noon + 60_000 });
    expect((await sessions.find(aSession()))?.status).toBe('revoked');
    expect((await subjects.read(subject('alice@example.com'))).blocks.size).toBe(1);
    expect(denies(ours, '"aws:TokenIssueTime":"2026-01-25T14:31:00Z"')).toBe(true);
  });

  test('in which nothing is left open denies once', async () => {
    let rounds = 0;
    const { world, denies, revocations } = aRevoker({
      intercept: (call, proceed) => {
        if (call.method === 'versions') rounds += 1;
        return proceed();
      },
    });
    await revocations.create(aRevocation(1));

    await keepRevoked(world);

    expect(denies(ours, 'direct.????????????????.alice')).toBe(true);
    expect(rounds).toBe(2);
  });

  test('in which nothing is left open fails where an account does', async () => {
    const { world } = aRevoker({ unknown: [ours] });

    await expect(keepRevoked(world)).rejects.toThrow(ours.account);
  });

  test('finishes what an owner left open too, and denies nothing for it', async () => {
    const { world, denies, revocations } = aRevoker();
    const { sourceIdentity, roleArn } = aSession();
    const target = targets.session(sourceIdentity, roleArn);
    const { id } = await revocations.create(open({ target, isAdministrators: false }));

    await keepRevoked(world);

    expect((await revocations.find(id))?.status).toBe('done');
    expect(denies(ours, 'sentinel:nobody')).toBe(true);
  });

  test('denies at once what takes its time to be finished', async () => {
    const writtenAt: number[] = [];
    const role = `arn:aws:iam::${ours.account}:role/SentinelProtected-Production`;
    const stage = aRevoker({
      intercept: (call, proceed) => {
        const isWrite = call.port === 'policies' && call.method === 'create';
        if (isWrite) writtenAt.push(stage.clock.nowMs());
        return proceed();
      },
    });
    await stage.revocations.create(open({ target: targets.profile('production', role) }));

    await keepRevoked(stage.world);

    // In both accounts, the second time for what was issued while it was waited out.
    const at = [60_000, 60_000, 70_000, 70_000].map((afterMs) => noon + afterMs);
    expect(writtenAt).toEqual(at);
    expect(stage.denies(ours, '2026-01-25T14:31:10Z')).toBe(true);
  });

  test('denies what is revoked while another takes long to be finished', async () => {
    const { revocations, denies, id, passes, finish } = await startSlow();
    const late = aRevocation(2, { target: targets.users(['mallory']) });
    await revocations.create(late);

    await passes();
    const meanwhile = denies(ours, 'mallory');
    const slow = await revocations.find(id);
    await finish();

    expect(meanwhile, 'it waited for what another one takes').toBe(true);
    expect(slow?.status).toBe('open');
    expect((await revocations.find(id))?.status).toBe('done');
    expect((await revocations.find(late.id))?.effects.size).toBe(2);
  });

  test('writes nothing while one takes long and no other is revoked', async () => {
    const { clock, passes, finish, writes } = await startSlow();
    const before = writes();

    for (let times = 0; times < 3; times += 1) {
      clock.advance(5000);
      await passes();
    }
    const meanwhile = writes();
    await finish();

    expect([before, meanwhile]).toEqual([2, 2]);
    expect(writes()).toBe(4);
  });

  test('denies at the next look what it could not deny first, while one takes long', async () => {
    const { denies, passes, finish, fail } = await startSlow('policies.create');
    const first = denies(ours, 'alice');

    fail(undefined);
    await passes();
    const then = denies(ours, 'alice');
    await finish();

    expect([first, then]).toEqual([false, true]);
  });

  test('denies at the next look what it could not look for, or deny, while one takes long', async () => {
    const { revocations, denies, passes, finish, fail } = await startSlow();
    await revocations.create(aRevocation(2, { target: targets.users(['mallory']) }));
    const denied: boolean[] = [];

    for (const method of ['revocations.since', 'policies.create', undefined]) {
      fail(method);
      await passes();
      denied.push(denies(ours, 'mallory'));
    }
    await finish();

    expect(denied).toEqual([false, false, true]);
  });

  test('that cannot finish one denies it all the same, and fails', async () => {
    const { world, denies, revocations, trail } = aRevoker({
      intercept: failMethod('subjects.block'),
    });
    const { id } = await revocations.create(open());

    await expect(keepRevoked(world)).rejects.toThrow(`revocation \`${id}\` is not finished`);

    expect(denies(ours, 'direct.????????????????.alice')).toBe(true);
    expect(trail.lines().map((line) => JSON.parse(line))).toMatchObject([
      { level: 'error', event: 'complete', revocation: id },
      { CompletionFailed: 1 },
    ]);
  });

  test('whose very first look fails denies and finishes all the same', async () => {
    let looks = 0;
    const { world, denies, revocations } = aRevoker({
      intercept: (call, proceed) => {
        if (`${call.port}.${call.method}` === 'revocations.since') looks += 1;
        return looks === 1 ? failMethod('revocations.since')(call, proceed) : proceed();
      },
    });
    const { id } = await revocations.create(open());

    await keepRevoked(world);

    expect(denies(ours, 'direct.????????????????.alice')).toBe(true);
    expect((await revocations.find(id))?.status).toBe('done');
  });

  test('that made good what failed at first does not fail', async () => {
    let calls = 0;
    const { world, revocations } = aRevoker({
      intercept: (call, proceed) => {
        if (call.port !== 'policies' || call.method !== 'versions') return proceed();
        calls += 1;
        return calls <= 10 ? failMethod('policies.versions')(call, proceed) : proceed();
      },
    });
    await revocations.create(open());

    await keepRevoked(world);

    expect(calls).toBeGreaterThan(10);
  });
});

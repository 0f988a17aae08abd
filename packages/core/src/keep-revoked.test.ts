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

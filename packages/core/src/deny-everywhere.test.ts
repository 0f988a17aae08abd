import { aRevocation, targets } from '@sentinel/core/testing/a-revocation';
import { aRevoker, ours, theirs } from '@sentinel/core/testing/a-revoker';
import { noon } from '@sentinel/core/testing/contracts/a-session';
import { describe, expect, test } from 'vitest';
import { denyEverywhere } from './deny-everywhere.ts';
import { SentinelError } from './errors.ts';
import { failMethod, failWhere } from './memory/faults.ts';
import type { Intercept } from './memory/intercept.ts';

const alice = 'direct.????????????????.alice';
const bob = 'direct.????????????????.bob';
const roleOfOurs = `arn:aws:iam::${ours.account}:role/SentinelProtected-Production`;

describe('what was revoked', () => {
  test('is denied in every account, and noted with the revocation', async () => {
    const { world, denies, revocations } = aRevoker();
    const revocation = await revocations.create(aRevocation(1));

    await denyEverywhere(world);

    expect([denies(ours, alice), denies(theirs, alice)]).toEqual([true, true]);
    const effect = { atMs: noon + 60_000, isWidened: false };
    expect((await revocations.find(revocation.id))?.effects).toEqual(
      new Map([
        [ours.account, effect],
        [theirs.account, effect],
      ]),
    );
  });

  test('of one session is denied, and noted, in the account of the role alone', async () => {
    const { world, policies, denies, revocations } = aRevoker();
    const stamp = 'sentinel.direct.00000000000000a1.alice';
    const { id } = await revocations.create(
      aRevocation(1, {
        target: targets.session(stamp, roleOfOurs),
      }),
    );

    await denyEverywhere(world);

    expect(denies(ours, stamp)).toBe(true);
    expect(policies.inForce(theirs.policyArn)).toContain('sentinel:nobody');
    expect([...((await revocations.find(id))?.effects.keys() ?? [])]).toEqual([ours.account]);
  });

  test('is written once: a round that changes nothing writes nothing', async () => {
    const { world, policies, revocations, clock } = aRevoker();
    const { id } = await revocations.create(aRevocation(1));
    await denyEverywhere(world);
    const before = [policies.versionsOf(ours.policyArn), await revocations.find(id)];

    clock.advance(300_000);
    await denyEverywhere(world);

    expect([policies.versionsOf(ours.policyArn), await revocations.find(id)]).toEqual(before);
  });

  test('is pruned when nothing that it denies can live any more', async () => {
    const { world, denies, revocations, clock } = aRevoker();
    await revocations.create(aRevocation(1));
    await revocations.create(aRevocation(2, { target: targets.users(['bob']) }));
    clock.set(noon + 1000 + 3_899_999);
    await denyEverywhere(world);
    expect([denies(ours, alice), denies(ours, bob)]).toEqual([true, true]);

    clock.advance(1);
    await denyEverywhere(world);

    expect(denies(ours, 'sentinel:nobody')).toBe(true);
  });

  test('late is denied as long as what it is meant for may live', async () => {
    const { world, denies, revocations, clock } = aRevoker();
    await revocations.create(aRevocation(1, { doneAtMs: noon + 3_000_000 }));

    clock.set(noon + 6_899_999);
    await denyEverywhere(world);

    expect(denies(ours, alice)).toBe(true);
  });

  test('while the accounts are written is denied by the same round', async () => {
    let hasCome = false;
    const revokeBob: Intercept = (call, proceed) => {
      if (call.port !== 'policies' || call.method !== 'create' || hasCome) return proceed();
      hasCome = true;
      const revocation = aRevocation(2, { target: targets.users(['bob']) });
      return stage.revocations.create(revocation).then(proceed);
    };
    const stage = aRevoker({ intercept: revokeBob });
    await stage.revocations.create(aRevocation(1));

    await denyEverywhere(stage.world);

    expect([ours, theirs].map((at) => stage.denies(at, bob))).toEqual([true, true]);
  });

  test('takes the place of the oldest version, never of the one in force', async () => {
    const { world, policies, denies, revocations } = aRevoker();
    for (let n = 1; n <= 8; n += 1) {
      await revocations.create(aRevocation(n, { target: targets.users([`user-${n}`]) }));
      await denyEverywhere(world);
    }

    expect(policies.versionsOf(ours.policyArn).map(({ id }) => id)).toEqual([
      'v9',
      'v8',
      'v7',
      'v6',
      'v5',
    ]);
    expect(denies(ours, 'user-8')).toBe(true);
  });
});

describe('an account that fails', () => {
  test('stops no other, is logged and counted, and fails the round', async () => {
    const { world, denies, revocations, trail } = aRevoker({ unknown: [theirs] });
    const { id } = await revocations.create(aRevocation(1));

    await expect(denyEverywhere(world)).rejects.toThrow(
      `what was revoked is not denied in ${theirs.account}`,
    );

    expect(denies(ours, alice)).toBe(true);
    expect([...((await revocations.find(id))?.effects.keys() ?? [])]).toEqual([ours.account]);
    const [line, metric, ...more] = trail.lines().map((text) => JSON.parse(text));
    expect(line).toMatchObject({ level: 'error', account: theirs.account, code: 'CONFIG_ERROR' });
    expect(metric).toMatchObject({ RevocationFailed: 1, detail: theirs.account });
    expect(more).toEqual([]);
  });

  test('of our own making is not tried again, what does not answer is, five times', async () => {
    const asked: string[] = [];
    const watch: Intercept = (call, proceed) => {
      if (call.port === 'policies') asked.push(call.method);
      return proceed();
    };
    const unknown = aRevoker({ intercept: watch, unknown: [ours, theirs] });
    await expect(denyEverywhere(unknown.world)).rejects.toThrow(SentinelError);
    expect(asked).toEqual(['versions', 'versions']);

    const silent = aRevoker({ intercept: failMethod('policies.versions') });
    await expect(denyEverywhere(silent.world)).rejects.toMatchObject({
      code: 'DEPENDENCY_UNAVAILABLE',
    });
    expect(silent.clock.nowMs()).toBe(noon + 60_000 + 2 * 3000);
  });

  test.each(['full', 'busy'])('because it is %s is tried again', async (obstacle) => {
    let obstacles = 3;
    const inTheWay: Intercept = (call, proceed) => {
      if (call.port !== 'policies' || call.method !== 'create' || obstacles === 0) return proceed();
      obstacles -= 1;
      return Promise.resolve(obstacle);
    };
    const { world, denies, revocations } = aRevoker({ intercept: inTheWay });
    await revocations.create(aRevocation(1));

    await denyEverywhere(world);

    expect([denies(ours, alice), denies(theirs, alice)]).toEqual([true, true]);
  });

  test('whose reply was lost is written once', async () => {
    let isLost = false;
    const intercept: Intercept = (call, proceed) => {
      const isFirst = call.port === 'policies' && call.method === 'create' && !isLost;
      isLost ||= isFirst;
      return isFirst ? failWhere(() => true, 'after')(call, proceed) : proceed();
    };
    const { world, policies, revocations } = aRevoker({ intercept });
    await revocations.create(aRevocation(1));

    await denyEverywhere(world);

    const counts = [ours, theirs].map((at) => policies.versionsOf(at.policyArn).length);
    expect(counts).toEqual([2, 2]);
  });

  test('to be noted is denied all the same, and noted by the next round', async () => {
    let fails = true;
    const intercept: Intercept = (call, proceed) =>
      failWhere(() => call.method === 'noteEffect' && fails)(call, proceed);
    const { world, denies, revocations } = aRevoker({ intercept });
    const { id } = await revocations.create(aRevocation(1));
    await expect(denyEverywhere(world)).rejects.toThrow(/is not denied in/);
    expect(denies(ours, alice)).toBe(true);

    fails = false;
    await denyEverywhere(world);

    expect((await revocations.find(id))?.effects.size).toBe(2);
  });
});

test('two runs at once leave everything denied, whichever writes last', async () => {
  for (let hold = 1; hold <= 12; hold += 1) {
    const second = Promise.withResolvers<void>();
    let calls = 0;
    const intercept: Intercept = async (_call, proceed) => {
      calls += 1;
      if (calls === hold) await second.promise;
      return proceed();
    };
    const stage = aRevoker();
    await stage.revocations.create(aRevocation(1));
    const slow = aRevokerOf(stage, intercept);
    const first = denyEverywhere(slow);
    await Promise.resolve();

    await stage.revocations.create(aRevocation(2, { target: targets.users(['bob']) }));
    await denyEverywhere(stage.world);
    second.resolve();
    await first;

    expect([ours, theirs].map((at) => stage.denies(at, bob))).toEqual([true, true]);
  }
});

/** The same state, reached through calls of one's own. */
function aRevokerOf(stage: ReturnType<typeof aRevoker>, intercept: Intercept) {
  const { revocations, policies } = stage;
  const around = <T extends object>(port: string, methods: T): T =>
    new Proxy(methods, {
      get: (target, name) => {
        const method: unknown = Reflect.get(target, name);
        return typeof method !== 'function'
          ? method
          : (...values: readonly unknown[]) =>
              intercept({ port, method: String(name), ordinal: 0 }, () =>
                Reflect.apply(method, target, values),
              );
      },
    });
  return {
    ...stage.world,
    revocations: around('revocations', revocations),
    policies: around('policies', policies),
  };
}

import { describe, expect, test } from 'vitest';
import {
  aSessionOf,
  askToRevoke,
  askToRevokeSession,
  aWatchedWorld,
  rita,
} from '../testing/a-revoke.ts';
import { askToVend } from '../testing/a-vend.ts';
import { alice, calling, codeOf } from '../testing/a-world.ts';
import { aRevocation } from '../testing/contracts/a-revocation.ts';
import { subject } from '../testing/contracts/a-session.ts';
import { completeRevocation } from './complete-revocation.ts';
import { liftRevocation } from './lift-revocation.ts';
import { type FaultMoment, failCall } from './memory/faults.ts';
import type { Intercept } from './memory/intercept.ts';
import type { MemoryWorld } from './memory/world.ts';
import type { Session } from './session/session.ts';
import type { World } from './world.ts';

type Revoking = (world: World, session: Session) => Promise<unknown>;

const key = 'k1';

/** Every way to revoke what alice holds on `dev`. */
const ways: Readonly<Record<string, Revoking>> = {
  'a session, by its owner': (world, { id }) =>
    askToRevokeSession(world, id, { signer: alice, key }),
  'a session, by an administrator': (world, { id }) => askToRevokeSession(world, id, { key }),
  'a subject': (world) => askToRevoke(world, { subject: 'alice@example.com' }, { key }),
  'a profile': (world) => askToRevoke(world, { profile: 'dev' }, { key }),
  'a subject on a profile': (world) =>
    askToRevoke(world, { subject: 'iam/alice', profile: 'dev' }, { key }),
};

/** Not calls that leave the process; the first of `random` comes before anything is recorded. */
const beside = new Set(['clock', 'trail', 'random']);

const moments: readonly FaultMoment[] = ['before', 'after'];
const everyWay = Object.entries(ways).flatMap(([what, revoke]) =>
  moments.map((moment) => [what, moment, revoke] as const),
);

/** A world whose calls can be made to fail from some moment on, and a session of alice in it. */
async function aFragileWorld() {
  let intercept: Intercept | undefined;
  const built = aWatchedWorld((call, proceed) => (intercept ?? ((_, go) => go()))(call, proceed));
  const session = await aSessionOf(built.world, alice);
  return {
    ...built,
    session,
    /** From now on the n-th call fails; the number of calls made in the end, where none does. */
    arm: (ordinal: number, moment: FaultMoment) => {
      let calls = 0;
      intercept = (call, proceed) => {
        if (beside.has(call.port)) return proceed();
        calls += 1;
        return failCall(ordinal, moment)({ ...call, ordinal: calls }, proceed);
      };
      return () => {
        intercept = undefined;
        return calls;
      };
    },
  };
}

const open = (outside: MemoryWorld) =>
  outside.revocations.all().filter(({ status }) => status === 'open');

describe('SEC-11 a revocation whose process dies', () => {
  test.each(everyWay)(
    'SEC-11 of %s, dead %s any call: the completer finishes what was begun',
    async (_what, moment, revoke) => {
      let isOver = false;
      let finished = 0;
      for (let ordinal = 1; !isOver; ordinal += 1) {
        const { outside, world, session, arm } = await aFragileWorld();
        const disarm = arm(ordinal, moment);
        await revoke(world, session);
        isOver = disarm() < ordinal;

        for (const each of open(outside)) {
          await completeRevocation(each, outside.ports);
          finished += 1;
        }

        const where = `dead ${moment} call ${ordinal}`;
        await expectRevoked({ outside, world, session }, where);
      }

      expect(finished).toBeGreaterThan(1);
    },
  );

  test.each(everyWay)(
    'SEC-11 of %s, dead %s any call: the same call once more finishes it, once',
    async (_what, moment, revoke) => {
      let isOver = false;
      for (let ordinal = 1; !isOver; ordinal += 1) {
        const { outside, world, session, arm } = await aFragileWorld();
        const disarm = arm(ordinal, moment);
        await revoke(world, session);
        isOver = disarm() < ordinal;

        const again = await revoke(world, session);

        const where = `dead ${moment} call ${ordinal}`;
        expect(codeOf(again), where).toBe('OK');
        expect(outside.revocations.all(), where).toHaveLength(1);
        await expectRevoked({ outside, world, session }, where);
      }
    },
  );

  test.each(moments)('SEC-11 a lift, dead %s any call, is finished by the next', async (moment) => {
    let isOver = false;
    for (let ordinal = 1; !isOver; ordinal += 1) {
      const { outside, world, arm } = await aFragileWorld();
      await askToRevoke(world, { subject: 'iam/alice', profile: 'dev' });
      const id = outside.revocations.all()[0]?.id ?? '';
      const lift = () => calling(rita, world, (call) => liftRevocation(call, id, world));
      const disarm = arm(ordinal, moment);
      await lift();
      isOver = disarm() < ordinal;

      const again = await lift();

      const where = `dead ${moment} call ${ordinal}`;
      expect(['OK', 'CONFLICT'], where).toContain(codeOf(again));
      expect(outside.revocations.all(), where).toMatchObject([{ status: 'lifted', version: 3 }]);
      expect(codeOf(await askToVend(world)), where).toBe('OK');
    }
  });

  test('SEC-11 what finishes it late brings back no block that was lifted', async () => {
    const { outside, world } = await aFragileWorld();
    await askToRevoke(world, { subject: 'alice@example.com' });
    const [done] = outside.revocations.all();
    if (done === undefined) throw new Error('nothing was made');
    await calling(rita, world, (call) => liftRevocation(call, done.id, world));
    const young = await aSessionOf(world, alice);

    const late = await completeRevocation(done, outside.ports);

    expect(late.status).toBe('lifted');
    expect(codeOf(await askToVend(world))).toBe('OK');
    expect((await outside.sessions.find(young))?.status).toBe('active');
  });

  test('SEC-11 many who finish one at the same time finish it once', async () => {
    const { outside, world, session } = await aFragileWorld();
    const begun = aRevocation({ untilMs: outside.clock.nowMs() + 60_000 });
    await outside.revocations.create(begun);

    const finished = await Promise.all(
      Array.from({ length: 16 }, () => completeRevocation(begun, outside.ports)),
    );

    expect(new Set(finished.map(({ status, version }) => `${status} ${version}`))).toEqual(
      new Set(['done 2']),
    );
    await expectRevoked({ outside, world, session }, 'finished by many');
  });

  test('SEC-11 a revocation that cannot be marked as done is not called done', async () => {
    const { outside, world } = await aFragileWorld();
    await askToRevoke(world, { subject: 'alice@example.com' });
    const [done] = outside.revocations.all();
    if (done === undefined) throw new Error('nothing was made');
    const stuck = { ...done, status: 'open' as const };
    const revocations = {
      ...outside.revocations,
      find: async () => stuck,
      change: async () => false,
    };

    for (const find of [revocations.find, async () => undefined]) {
      const ports = { ...outside.ports, revocations: { ...revocations, find } };
      const told: unknown = await completeRevocation(stuck, ports).catch((error: unknown) => error);

      expect(told, 'SECURITY VIOLATION: told as done').toMatchObject({
        code: 'DEPENDENCY_UNAVAILABLE',
      });
    }
  });
});

/** Nothing is vended against what was made; where nothing was, everything is. */
async function expectRevoked(
  at: { readonly outside: MemoryWorld; readonly world: World; readonly session: Session },
  where: string,
): Promise<void> {
  const { outside, world, session } = at;
  const [made] = outside.revocations.all();
  const refresh = await askToVend(world, { profile: 'dev', session_id: session.id });
  if (made === undefined) {
    expect(codeOf(refresh), where).toBe('OK');
    return;
  }
  expect(made, `SECURITY VIOLATION: a revocation was lost, ${where}`).toMatchObject({
    status: 'done',
    version: 2,
  });
  expect(codeOf(refresh), `SECURITY VIOLATION: a revoked session goes on, ${where}`).toMatch(
    /^(SUBJECT_BLOCKED|SESSION_REVOKED)$/,
  );
  const blocked = made.isAdministrators ? 'SUBJECT_BLOCKED' : 'OK';
  const anew = await askToVend(world);
  expect(codeOf(anew), `SECURITY VIOLATION: a block is missing, ${where}`).toBe(blocked);
  const epochs = await epochsOf(outside);
  expect(Math.max(...epochs), `${where}: ${epochs}`).toBe(made.isAdministrators ? 1 : 0);
}

async function epochsOf(outside: MemoryWorld): Promise<readonly number[]> {
  const states = await Promise.all([
    outside.subjects.read(subject('alice@example.com')),
    outside.subjects.read(subject('iam/alice')),
    outside.subjects.readProfile('dev' as Session['profile']),
  ]);
  return states.map(({ epoch }) => epoch);
}

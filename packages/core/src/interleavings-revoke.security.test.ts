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
import { aRevocation, targets } from '../testing/contracts/a-revocation.ts';
import { profile } from '../testing/contracts/a-session.ts';
import { everyOrder } from '../testing/every-order.ts';
import { completeRevocation } from './complete-revocation.ts';
import { liftRevocation } from './lift-revocation.ts';
import type { Intercept } from './memory/intercept.ts';
import type { MemoryWorld } from './memory/world.ts';
import { isRefusal, type Refusal } from './reasons.ts';
import type { RevocationTarget } from './revocation/revocation.ts';
import type { Session } from './session/session.ts';
import type { Vended } from './vend.ts';
import type { World } from './world.ts';

type Race = {
  readonly outside: MemoryWorld;
  readonly world: World;
  /** Continued by those who continue one. */
  readonly session: Session;
  /** What has returned, in order. */
  readonly log: string[];
};

/** Documents never change here: they are parsed once for all orders. */
const { library } = aWatchedWorld().world;

async function start(intercept: Intercept): Promise<Race> {
  const built = aWatchedWorld(intercept);
  const world = { ...built.world, library };
  const session = await aSessionOf(world, alice);
  return { outside: built.outside, world, session, log: [] };
}

const vend = (race: Race, name: string, isContinuing: boolean) => async () => {
  const continued = isContinuing ? { session_id: race.session.id } : {};
  const result = await askToVend(race.world, { profile: 'dev', ...continued });
  if (!isRefusal(result)) race.log.push(name);
  return result;
};

const logged = (race: Race, name: string, work: () => Promise<unknown>) => async () => {
  const result = await work();
  race.log.push(name);
  return result;
};

const gating = (...names: readonly string[]) => {
  const gated = new Set(names);
  return (call: { readonly port: string; readonly method: string }) =>
    gated.has(`${call.port}.${call.method}`);
};

/** The reads by which a vend sees a block, what it writes, and what a revocation writes and reads. */
const ofSubject = gating(
  ...['subjects.count', 'sessions.open', 'sessions.refresh', 'subjects.read', 'sessions.commit'],
  ...['subjects.block', 'sessions.activeOf', 'sessions.revoke'],
);
const ofProfile = gating(
  ...['subjects.readProfile', 'sessions.open', 'sessions.refresh', 'sessions.commit'],
  ...['subjects.blockProfile', 'timer.wait'],
);

/** The answers of the first so many clients, which vend. */
const vends = (results: readonly unknown[], count: number) =>
  results.slice(0, count) as readonly (Vended | Refusal)[]; // what these clients are made to answer

/** A vend that succeeded did so before any revocation returned, and its session is revoked, if sessions are. */
async function expectCovered(
  race: Race,
  results: readonly (Vended | Refusal)[],
  when: string,
): Promise<void> {
  const { outside, log } = race;
  const revokedAt = log.indexOf('revoked');
  const isOfProfile = outside.revocations.all()[0]?.target.kind === 'profile';
  for (const [index, result] of results.entries()) {
    if (isRefusal(result)) continue;
    const isBefore = log.indexOf(`vend ${index}`) < revokedAt;
    expect(isBefore, `SECURITY VIOLATION: vended after a revocation, ${when}`).toBe(true);
    const session = await outside.sessions.find(result.session);
    expect(session?.status, `SECURITY VIOLATION: a session was overlooked, ${when}`).toBe(
      isOfProfile ? 'active' : 'revoked',
    );
  }
}

describe('SEC-11 a vend and a revocation, in every order of their calls', () => {
  const ways: readonly (readonly [
    string,
    boolean,
    typeof ofSubject,
    (race: Race) => Promise<unknown>,
  ])[] = [false, true].flatMap((isContinuing) => [
    [
      'a subject',
      isContinuing,
      ofSubject,
      ({ world }) => askToRevoke(world, { subject: 'alice@example.com' }),
    ],
    [
      'a subject on a profile',
      isContinuing,
      ofSubject,
      ({ world }) => askToRevoke(world, { subject: 'iam/alice', profile: 'dev' }),
    ],
    ['a profile', isContinuing, ofProfile, ({ world }) => askToRevoke(world, { profile: 'dev' })],
  ]);

  test.each(ways)('SEC-11 of %s, continuing: %s', async (_what, isContinuing, isGated, revoke) => {
    const seen = new Set<string>();
    const orders = await everyOrder<Race>({
      isGated,
      start: async (intercept) => {
        const race = await start(intercept);
        const clients = [
          vend(race, 'vend 0', isContinuing),
          logged(race, 'revoked', () => revoke(race)),
        ];
        return { state: race, clients };
      },
      check: async (race, results, order) => {
        const when = `in the order ${order.join()}`;
        seen.add(codeOf(results[0]));
        expect(codeOf(results[1]), when).toBe('OK');
        await expectCovered(race, vends(results, 1), when);
        expect(codeOf(await askToVend(race.world)), when).toBe('SUBJECT_BLOCKED');
      },
    });

    expect(orders).toBeGreaterThanOrEqual(10);
    expect(seen.has('OK') && seen.size > 1).toBe(true);
  });

  test.each([
    ['its owner', alice],
    ['an administrator', rita],
  ])('SEC-11 of the session that it continues, by %s', async (_who, signer) => {
    const seen = new Set<string>();
    await everyOrder<Race>({
      isGated: ofSubject,
      start: async (intercept) => {
        const race = await start(intercept);
        const revoke = () => askToRevokeSession(race.world, race.session.id, { signer });
        return {
          state: race,
          clients: [vend(race, 'vend 0', true), logged(race, 'revoked', revoke)],
        };
      },
      check: async (race, results, order) => {
        seen.add(codeOf(results[0]));
        await expectCovered(race, vends(results, 1), `in the order ${order.join()}`);
      },
    });

    expect(seen.has('OK') && seen.has('SESSION_REVOKED')).toBe(true);
  });
});

describe('SEC-11 more of them at once', () => {
  test('SEC-11 two continue one session, its owner and an administrator revoke it', async () => {
    const orders = await everyOrder<Race>({
      isGated: gating('sessions.refresh', 'sessions.commit', 'subjects.block', 'sessions.revoke'),
      start: async (intercept) => {
        const race = await start(intercept);
        const revoke = (signer: typeof alice) => () =>
          askToRevokeSession(race.world, race.session.id, { signer });
        const clients = [
          vend(race, 'vend 0', true),
          vend(race, 'vend 1', true),
          logged(race, 'revoked', revoke(rita)),
          revoke(alice),
        ];
        return { state: race, clients };
      },
      check: async (race, results, order) => {
        const when = `in the order ${order.join()}`;
        await expectCovered(race, vends(results, 2), when);
        expect(race.outside.sessions.all()[0]?.status, when).toBe('revoked');
      },
    });

    expect(orders).toBeGreaterThan(250);
  });

  test('SEC-11 two vend anew, two finish the same revocation', async () => {
    const orders = await everyOrder<Race>({
      isGated: gating('sessions.open', 'subjects.read', 'subjects.block', 'sessions.activeOf'),
      start: async (intercept) => {
        const race = await start(intercept);
        const { outside, world } = race;
        const begun = aRevocation({
          target: { ...targets.subject, subjects: targets.subjectOnProfile.subjects },
          untilMs: outside.clock.nowMs() + 3_600_000,
        });
        await outside.revocations.create(begun);
        const finish = () => completeRevocation(begun, world);
        const clients = [
          vend(race, 'vend 0', false),
          vend(race, 'vend 1', false),
          logged(race, 'revoked', finish),
          logged(race, 'revoked', finish),
        ];
        return { state: race, clients };
      },
      check: async (race, results, order) => {
        const when = `in the order ${order.join()}`;
        await expectCovered(race, vends(results, 2), when);
        expect(race.outside.revocations.all(), when).toMatchObject([
          { status: 'done', version: 2 },
        ]);
        expect((await race.outside.subjects.read(race.session.subject)).epoch, when).toBe(1);
      },
    });

    expect(orders).toBeGreaterThan(500);
  });

  test.each<[string, RevocationTarget, typeof ofSubject]>([
    [
      'a subject',
      { ...targets.subject, subjects: targets.subjectOnProfile.subjects },
      gating(
        ...['subjects.count', 'sessions.open', 'subjects.read', 'subjects.block'],
        ...['sessions.activeOf', 'subjects.unblock'],
      ),
    ],
    [
      'a profile',
      { kind: 'profile', profile: profile('dev') },
      gating(
        ...['subjects.readProfile', 'sessions.commit', 'subjects.blockProfile'],
        ...['timer.wait', 'subjects.unblockProfile'],
      ),
    ],
  ])('SEC-11 a vend, a block of %s and its lift', async (_what, target, isGated) => {
    const seen = new Set<string>();
    const orders = await everyOrder<Race>({
      isGated,
      start: async (intercept) => {
        const race = await start(intercept);
        const { outside, world } = race;
        const begun = aRevocation({ target, untilMs: outside.clock.nowMs() + 3_600_000 });
        await outside.revocations.create(begun);
        const clients = [
          vend(race, 'vend 0', false),
          logged(race, 'revoked', () => completeRevocation(begun, world)),
          logged(race, 'lifted', () =>
            calling(rita, world, (call) => liftRevocation(call, begun.id, world)),
          ),
        ];
        return { state: race, clients };
      },
      check: async (race, results, order) => {
        const when = `in the order ${order.join()}`;
        seen.add(codeOf(results[0]));
        expect(race.outside.revocations.all(), when).toMatchObject([{ status: 'lifted' }]);
        expect(codeOf(await askToVend(race.world)), when).toBe('OK');
        // A vend that began before the lift may have succeeded only before the block was told of.
        const firstCall = order.indexOf(0);
        const lift = order.lastIndexOf(2);
        if (codeOf(results[0]) === 'OK' && firstCall < lift)
          await expectCovered(race, vends(results, 1), when);
      },
    });

    expect(orders).toBeGreaterThan(150);
    expect([...seen].sort()).toEqual(expect.arrayContaining(['OK', 'SUBJECT_BLOCKED']));
  });
});

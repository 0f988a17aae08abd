import { describe, expect, test } from 'vitest';
import { aSessionOf, aWatchedWorld } from '../testing/a-revoke.ts';
import { alice, calling, codeOf, person } from '../testing/a-world.ts';
import { isRefusal } from './reasons.ts';
import { end, list, type SessionsInput, show } from './sessions.ts';
import type { World } from './world.ts';

const bob = person('bob@example.com');
/** Holds `audit`. */
const carol = person('carol@example.com');
const unknown = '00000000000000ff';

async function idsOf(world: World, input: SessionsInput, signer = alice) {
  const page = await calling(signer, world, (call) => list(call, input, world));
  return isRefusal(page) ? page.code : page.items.map(({ id }) => id);
}

/** Alice's sessions of `dev` and `staging`, and bob's of `dev`. */
async function threeSessions() {
  const { outside, world } = aWatchedWorld();
  const own = await aSessionOf(world, alice);
  outside.clock.advance(1000);
  const staging = await aSessionOf(world, alice, 'staging');
  outside.clock.advance(1000);
  const foreign = await aSessionOf(world, bob);
  return { outside, world, own: own.id, staging: staging.id, foreign: foreign.id };
}

describe('the list', () => {
  test('has the own sessions, the newest first, and everybody has theirs', async () => {
    const { world, own, staging, foreign } = await threeSessions();

    expect(await idsOf(world, {})).toEqual([staging, own]);
    expect(await idsOf(world, {}, bob)).toEqual([foreign]);
  });

  test('of one profile has those alone', async () => {
    const { world, own, foreign } = await threeSessions();

    expect(await idsOf(world, { profile: 'dev' })).toEqual([own]);
    expect(await idsOf(world, { profile: 'dev', view: 'all' }, carol)).toEqual([foreign, own]);
    expect(await idsOf(world, { profile: 'nowhere' })).toEqual([]);
  });

  test('of one state has those alone', async () => {
    const { world, own, staging } = await threeSessions();
    await calling(alice, world, (call) => end(call, own, world));

    expect(await idsOf(world, { status: 'ended' })).toEqual([own]);
    expect(await idsOf(world, { status: 'active' })).toEqual([staging]);
  });

  test('of everybody is for holders of `audit`', async () => {
    const { world } = await threeSessions();

    expect(await idsOf(world, { view: 'all' })).toBe('FORBIDDEN');
    expect(await idsOf(world, { view: 'all' }, carol)).toHaveLength(3);
  });

  test('goes on where its page ended, and by no token of another list', async () => {
    const { world, own, staging } = await threeSessions();
    const page = await calling(alice, world, (call) => list(call, { limit: '1' }, world));
    const page_token = isRefusal(page) ? '' : page.nextPageToken;

    expect(page).toMatchObject({ items: [{ id: staging }] });
    expect(await idsOf(world, { limit: '1', page_token })).toEqual([own]);
    expect(await idsOf(world, { status: 'active', page_token })).toBe('INVALID_REQUEST');
  });
});

describe('one session', () => {
  test.each([
    ['its owner', alice, 'OK', 'NOT_FOUND'],
    ['another', bob, 'NOT_FOUND', 'NOT_FOUND'],
    ['a holder of `audit`', carol, 'OK', 'NOT_FOUND'],
  ])('is shown to %s: %s', async (_who, signer, known, none) => {
    const { world, own } = await threeSessions();
    const codeFor = async (id: string) =>
      codeOf(await calling(signer, world, (call) => show(call, id, world)));

    expect([await codeFor(own), await codeFor(unknown)]).toEqual([known, none]);
  });
});

describe('ending', () => {
  test('is for an own session, and twice is no fault', async () => {
    const { world, own } = await threeSessions();
    const ending = async (id: string, signer = alice) =>
      calling(signer, world, (call) => end(call, id, world));

    expect(await ending(own)).toMatchObject({ status: 'ended' });
    expect(await ending(own)).toMatchObject({ status: 'ended' });
    expect(codeOf(await ending(own, bob))).toBe('NOT_FOUND');
    expect(codeOf(await ending(unknown))).toBe('NOT_FOUND');
  });

  test('one that has expired leaves it as it is', async () => {
    const { outside, world, own } = await threeSessions();
    outside.clock.advance(3_600_000);

    const result = await calling(alice, world, (call) => end(call, own, world));

    expect(result).toMatchObject({ status: 'active' });
  });

  test('one that is revoked is a conflict', async () => {
    const { outside, world, own } = await threeSessions();
    const subject = outside.sessions.all().find(({ id }) => id === own)?.subject;
    if (subject === undefined) throw new Error('the session is not there');
    await outside.sessions.revoke({ subject, id: own }, outside.clock.nowMs());

    const result = await calling(alice, world, (call) => end(call, own, world));

    expect(result).toMatchObject({ code: 'CONFLICT', message: 'the session is `revoked`' });
  });

  test('one that the table forgets meanwhile: there is none', async () => {
    const { world } = aWatchedWorld((call, proceed) =>
      call.port === 'sessions' && call.method === 'end' ? Promise.resolve(undefined) : proceed(),
    );
    const { id } = await aSessionOf(world, alice);

    const result = await calling(alice, world, (call) => end(call, id, world));

    expect(codeOf(result)).toBe('NOT_FOUND');
  });
});

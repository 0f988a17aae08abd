import { describe, expect, test } from 'vitest';
import {
  aSessionOf,
  askToRevoke,
  askToRevokeSession,
  aWatchedWorld,
  iamUser,
  rita,
  sam,
} from '../testing/a-revoke.ts';
import { askToVend } from '../testing/a-vend.ts';
import { alice, calling, codeOf, decisions, person, roleSession } from '../testing/a-world.ts';
import { aRevocation, targets } from '../testing/contracts/a-revocation.ts';
import { liftRevocation } from './lift-revocation.ts';
import type { RevocationId } from './revocation/revocation.ts';
import { listRevocations, showRevocation } from './revocations.ts';
import type { World } from './world.ts';

const lift = (world: World, id: string | undefined, signer = rita) =>
  calling(signer, world, (call) => liftRevocation(call, id ?? '', world));

/** A block that sam made, by its target. */
async function blocked(input: Parameters<typeof askToRevoke>[1]) {
  const { outside, world } = aWatchedWorld();
  await askToRevoke(world, input);
  const [revocation] = outside.revocations.all();
  if (revocation === undefined) throw new Error('nothing was made');
  return { outside, world, id: revocation.id };
}

describe('SEC-11 a lift', () => {
  test.each([
    ['a subject', { subject: 'alice@example.com' }],
    ['a subject on a profile', { subject: 'iam/alice', profile: 'dev' }],
    ['a profile', { profile: 'dev' }],
  ])('ends the block of %s at once', async (_what, input) => {
    const { outside, world, id } = await blocked(input);
    expect(codeOf(await askToVend(world))).toBe('SUBJECT_BLOCKED');

    const lifted = await lift(world, id);

    expect(lifted).toMatchObject({
      status: 'lifted',
      version: 3,
      lifted: { by: 'rita@example.com', atMs: outside.clock.nowMs() },
    });
    expect(codeOf(await askToVend(world))).toBe('OK');
    expect(decisions(outside).at(-2)).toMatchObject({ outcome: 'allow', grant_id: id });
  });

  test('of one revocation leaves the block of another', async () => {
    const { outside, world, id } = await blocked({ subject: 'alice@example.com' });
    await askToRevoke(world, { subject: 'alice@example.com' });

    await lift(world, id);
    expect(codeOf(await askToVend(world))).toBe('SUBJECT_BLOCKED');

    await lift(world, outside.revocations.all()[1]?.id);
    expect(codeOf(await askToVend(world))).toBe('OK');
  });

  test('of what an administrator did to a session lets its subject come again', async () => {
    const { outside, world } = aWatchedWorld();
    const session = await aSessionOf(world, alice);
    await askToRevokeSession(world, session.id);

    await lift(world, outside.revocations.all()[0]?.id);

    expect(codeOf(await askToVend(world))).toBe('OK');
    expect((await outside.sessions.find(session))?.status).toBe('revoked');
  });

  test('of one that is still open finishes it first', async () => {
    const { outside, world } = aWatchedWorld();
    const session = await aSessionOf(world, alice);
    const open = aRevocation({ target: { ...targets.subject, subjects: [session.subject] } });
    await outside.revocations.create(open);

    const lifted = await lift(world, open.id);

    expect(lifted).toMatchObject({ status: 'lifted', version: 3 });
    expect((await outside.sessions.find(session))?.status).toBe('revoked');
    expect(codeOf(await askToVend(world))).toBe('OK');
  });

  test.each([
    ['lifted by somebody else', 'the revocation is `lifted`'],
    ['expired', 'the revocation is `expired`'],
  ])('of one that is %s is a conflict', async (state, message) => {
    const { outside, world, id } = await blocked({ profile: 'dev', duration: 60 });
    if (state === 'expired') outside.clock.advance(60_000);
    else await lift(world, id, sam);

    expect(await lift(world, id)).toMatchObject({ code: 'CONFLICT', message });
  });

  test('once more by the same person, under whatever subject, answers the same', async () => {
    const { outside, world, id } = await blocked({ profile: 'dev' });
    const lifted = await lift(world, id, sam);
    outside.clock.advance(1000);

    expect(await lift(world, id, iamUser('sam'))).toEqual(lifted);
    expect(outside.revocations.all()).toEqual([lifted]);
  });

  test('by many calls of one person at the same time is one, and all are told of it', async () => {
    const { outside, world, id } = await blocked({ profile: 'dev' });

    const answers = await Promise.all(Array.from({ length: 8 }, () => lift(world, id)));

    expect(new Set(answers.map(codeOf))).toEqual(new Set(['OK']));
    expect(outside.revocations.all()).toMatchObject([{ status: 'lifted', version: 3 }]);
  });

  test('of one that there is not is not found', async () => {
    const { world } = aWatchedWorld();

    expect(codeOf(await lift(world, '00000000000000ff'))).toBe('NOT_FOUND');
  });
});

describe('SEC-11 nobody lifts a block on themselves', () => {
  test.each([
    ['under the subject that it is on', { subject: 'sam@example.com', profile: 'dev' }, sam],
    [
      'under another subject of the same person',
      { subject: 'sam@example.com', profile: 'dev' },
      iamUser('sam'),
    ],
    ['where another subject was named', { subject: 'iam/sam', profile: 'dev' }, sam],
  ])('SEC-11 %s', async (_how, input, signer) => {
    const { outside, world, id } = await blocked(input);

    const result = await lift(world, id, signer);

    expect(codeOf(result), 'SECURITY VIOLATION: somebody lifted their own block').toBe('FORBIDDEN');
    expect(outside.revocations.all()).toMatchObject([{ status: 'done' }]);
    expect(codeOf(await lift(world, id, rita))).toBe('OK');
  });

  test('SEC-11 also where it came with a session', async () => {
    const { outside, world } = aWatchedWorld();
    const session = await aSessionOf(world, sam);
    await askToRevokeSession(world, session.id, { signer: rita });

    const result = await lift(world, outside.revocations.all()[0]?.id, iamUser('sam'));

    expect(codeOf(result), 'SECURITY VIOLATION: somebody lifted their own block').toBe('FORBIDDEN');
  });

  test('SEC-11 who is blocked from everything lifts nothing at all', async () => {
    const { world, id } = await blocked({ profile: 'staging' });
    await askToRevoke(world, { subject: 'rita@example.com' });

    const result = await lift(world, id);

    expect(codeOf(result), 'SECURITY VIOLATION: the blocked lift').toBe('SUBJECT_BLOCKED');
  });

  test.each([
    ['an auditor', person('carol@example.com')],
    ['somebody', alice],
    ['a role that is listed', roleSession('robot', 'run-1')],
  ])('SEC-11 %s lifts nothing', async (_who, signer) => {
    const { outside, world, id } = await blocked({ profile: 'staging' });

    const result = await lift(world, id, signer);

    expect(codeOf(result), 'SECURITY VIOLATION: anybody lifts a block').toBe('FORBIDDEN');
    expect(outside.revocations.all()).toMatchObject([{ status: 'done' }]);
  });
});

describe('SEC-26 revocations', () => {
  const list = (world: World, input: Parameters<typeof listRevocations>[1], signer = sam) =>
    calling(signer, world, (call) => listRevocations(call, input, world));

  test('are listed newest first, page by page, by profile, or those that stand', async () => {
    const { outside, world } = aWatchedWorld();
    for (const input of [
      { profile: 'dev' },
      { subject: 'bob@example.com' },
      { profile: 'staging' },
    ]) {
      outside.clock.advance(1000);
      await askToRevoke(world, { ...input, duration: 60 });
    }
    const [dev, bob, staging] = outside.revocations.all();

    const first = await list(world, { limit: '2' });
    const token = 'nextPageToken' in first ? first.nextPageToken : undefined;
    const second = await list(world, { limit: '2', page_token: token });

    expect(first).toMatchObject({ items: [{ id: staging?.id }, { id: bob?.id }] });
    expect(second).toEqual({ items: [dev] });
    expect(await list(world, { profile: 'dev' })).toEqual({ items: [dev] });
    expect(codeOf(await list(world, { limit: '2', page_token: token }, rita))).toBe(
      'INVALID_REQUEST',
    );
    expect(codeOf(await list(world, { profile: 'dev', page_token: token }))).toBe(
      'INVALID_REQUEST',
    );
    outside.clock.set(bob?.untilMs ?? 0);
    expect(await list(world, { status: 'live' })).toEqual({ items: [staging] });
  });

  test.each([
    ['a holder', 'OK', sam],
    ['an auditor', 'OK', person('carol@example.com')],
    ['who is blocked', 'FORBIDDEN', alice],
  ] as const)('are shown to %s: %s', async (_who, code, signer) => {
    const { outside, world, id } = await blocked({ subject: 'bob@example.com' });
    const show = (asked: string) =>
      calling(signer, world, (call) => showRevocation(call, asked, world));

    const shown = await show(id);
    const unknown = await show('00000000000000ff' as RevocationId);

    expect(codeOf(shown)).toBe(code);
    if (code === 'OK') expect(shown).toEqual(outside.revocations.all()[0]);
    expect(codeOf(unknown)).toBe(code === 'OK' ? 'NOT_FOUND' : code);
    expect(codeOf(await list(world, {}, signer))).toBe(code);
  });
});

import { describe, expect, test } from 'vitest';
import { aSessionOf, askToRevoke, aWatchedWorld, iamUser, rita, sam } from '../testing/a-revoke.ts';
import { askToVend } from '../testing/a-vend.ts';
import {
  alice,
  calling,
  codeOf,
  decisions,
  ownAccount,
  person,
  profileNamed,
  roleSession,
} from '../testing/a-world.ts';
import { subject } from '../testing/contracts/a-session.ts';
import { liftRevocation } from './lift-revocation.ts';
import { isRefusal } from './reasons.ts';
import type { Revocation } from './revocation/revocation.ts';
import type { World } from './world.ts';

const roleArn = `arn:aws:iam::${ownAccount}:role/SentinelProtected-Dev`;
const dev = profileNamed('dev');

function made(result: unknown): Revocation {
  if (isRefusal(result)) throw new Error(`refused: ${result.code} ${result.message}`);
  return result as Revocation; // what is no refusal is one
}

describe('what is revoked', () => {
  const both = { subjects: ['alice@example.com', 'iam/alice'] };
  test.each([
    [{ subject: 'alice@example.com' }, { kind: 'subject', ...both }],
    [{ subject: 'iam/alice' }, { kind: 'subject', subjects: [...both.subjects].reverse() }],
    [{ subject: '444455556666:iam/eve' }, { kind: 'subject', subjects: ['444455556666:iam/eve'] }],
    [
      { subject: 'bob@example.com', profile: 'dev' },
      { kind: 'subject', subjects: ['bob@example.com'], users: ['bob'], profile: 'dev', roleArn },
    ],
    [{ profile: 'dev' }, { kind: 'profile', profile: 'dev', roleArn }],
    [{ profile: 'stolen' }, { kind: 'profile', profile: 'stolen' }],
  ])('%o is %o', async (input, target) => {
    const { outside, world } = aWatchedWorld();

    const revocation = made(await askToRevoke(world, input));

    const { about } = decisions(outside).at(-1) ?? {};
    expect(about).toBe('subject' in input ? input.subject : null);
    expect(revocation).toMatchObject({
      target,
      status: 'done',
      version: 2,
      by: 'sam@example.com',
      byPerson: 'sam@example.com',
      isAdministrators: true,
      reason: 'a stolen laptop',
    });
    if (revocation.target.kind === 'subject') {
      expect(revocation.target.users).toHaveLength(revocation.target.subjects.length);
    }
  });

  test.each([
    ['30 days, the most', {}, 30 * 86_400],
    ['as long as was asked', { duration: 7200 }, 7200],
  ])('it lasts %s', async (_how, input, seconds) => {
    const { outside, world } = aWatchedWorld();
    const nowMs = outside.clock.nowMs();

    const { untilMs } = made(await askToRevoke(world, { subject: 'bob@example.com', ...input }));

    expect(untilMs).toBe(nowMs + seconds * 1000);
  });

  test.each([
    ['nothing', {}],
    ['a name in capitals', { subject: 'Alice@example.com' }],
    ['a name with a space', { subject: 'alice example' }],
    ['one character', { subject: 'a' }],
    ['another kind', { subject: 'user/alice' }],
    ['a user of the own account with it', { subject: `${ownAccount}:iam/alice` }],
    ['a key of the table', { subject: 'alice#state' }],
    ['a pattern', { subject: '*' }],
  ])('%s is refused, and nothing made', async (_what, input) => {
    const { outside, world } = aWatchedWorld();

    const result = await askToRevoke(world, input);

    expect(codeOf(result)).toBe('INVALID_REQUEST');
    expect(outside.revocations.all()).toEqual([]);
  });

  test('is recorded with its profile, time, words and id', async () => {
    const { outside, world } = aWatchedWorld();

    const { id } = made(await askToRevoke(world, { profile: 'dev', duration: 3600 }));

    expect(decisions(outside).at(-1)).toMatchObject({
      outcome: 'allow',
      subject: 'sam@example.com',
      profile: 'dev',
      role_arn: roleArn,
      justification: 'a stolen laptop',
      duration_seconds: 3600,
      expires_at: '2026-01-25T15:30:00.000Z',
      grant_id: id,
    });
  });
});

describe('what is held', () => {
  async function held() {
    const { outside, world } = aWatchedWorld();
    const own = await aSessionOf(world, alice);
    const staging = await aSessionOf(world, alice, 'staging');
    const other = await aSessionOf(world, person('bob@example.com'));
    const states = () =>
      Promise.all([own, staging, other].map((each) => outside.sessions.find(each))).then((all) =>
        all.map((session) => session?.status),
      );
    return { outside, world, own, states };
  }

  test.each([
    ['of a subject', { subject: 'alice@example.com' }, ['revoked', 'revoked', 'active']],
    [
      'of another subject of the person',
      { subject: 'iam/alice' },
      ['revoked', 'revoked', 'active'],
    ],
    [
      'of a subject on a profile',
      { subject: 'alice@example.com', profile: 'dev' },
      ['revoked', 'active', 'active'],
    ],
    ['of a profile', { profile: 'dev' }, ['active', 'active', 'active']],
  ])('%s ends as it must', async (_what, input, expected) => {
    const { world, states } = await held();

    made(await askToRevoke(world, input));

    expect(await states()).toEqual(expected);
  });

  test('and has expired long ago is left as it is', async () => {
    const { outside, world, states } = await held();
    outside.clock.advance(2 * 3_600_000);
    const young = await aSessionOf(world, alice);

    made(await askToRevoke(world, { subject: 'alice@example.com' }));

    expect(await states()).toEqual(['active', 'active', 'active']);
    expect((await outside.sessions.find(young))?.status).toBe('revoked');
  });

  test('of many is ended to the last', async () => {
    const { outside, world } = aWatchedWorld();
    for (let round = 0; round < 40; round += 1) await aSessionOf(world, alice);

    made(await askToRevoke(world, { subject: 'alice@example.com' }));

    expect(outside.sessions.all().map(({ status }) => status)).toEqual(Array(40).fill('revoked'));
  });

  test.each([
    ['of a profile waits until no vend can be under way', { profile: 'dev' }, 10_000],
    ['of a subject waits for nothing', { subject: 'alice@example.com' }, 0],
  ])('%s', async (_what, input, waitedMs) => {
    const { outside, world } = aWatchedWorld();
    const before = outside.clock.nowMs();

    const { doneAtMs } = made(await askToRevoke(world, input));

    expect((doneAtMs ?? 0) - before).toBe(waitedMs);
  });

  test('nobody comes back while the block stands, and all do once it is over', async () => {
    const { outside, world } = await held();
    made(await askToRevoke(world, { subject: 'alice@example.com', duration: 60 }));

    expect(codeOf(await askToVend(world))).toBe('SUBJECT_BLOCKED');
    outside.clock.advance(60_000);
    expect(codeOf(await askToVend(world))).toBe('OK');
  });
});

describe('a session from before a block of its profile', () => {
  const refresh = (world: World, id: string) =>
    askToVend(world, { profile: 'dev', session_id: id });

  test.each(['over', 'lifted'])('is not continued once that is %s', async (state) => {
    const { outside, world } = aWatchedWorld();
    const old = await aSessionOf(world, alice);
    const { id } = made(await askToRevoke(world, { profile: 'dev', duration: 60 }));
    expect(codeOf(await refresh(world, old.id))).toBe('SUBJECT_BLOCKED');

    if (state === 'lifted') await calling(rita, world, (call) => liftRevocation(call, id, world));
    else outside.clock.advance(60_000);

    expect(await refresh(world, old.id)).toMatchObject({
      code: 'CONFLICT',
      message: 'this session cannot go on: its profile was blocked since it was opened',
    });
    const young = await aSessionOf(world, alice);
    expect(codeOf(await refresh(world, young.id))).toBe('OK');
  });

  test('of another profile goes on', async () => {
    const { world } = aWatchedWorld();
    const old = await aSessionOf(world, alice);
    made(await askToRevoke(world, { profile: 'staging', duration: 60 }));

    expect(codeOf(await refresh(world, old.id))).toBe('OK');
  });
});

describe('who revokes', () => {
  test.each([
    ['a holder', 'OK', sam],
    ['the same person as an IAM user that is listed', 'OK', iamUser('sam')],
    ['an auditor', 'FORBIDDEN', person('carol@example.com')],
    ['somebody', 'FORBIDDEN', alice],
    ['a role that is listed', 'FORBIDDEN', roleSession('robot', 'run-1')],
  ] as const)('%s: %s', async (_who, code, signer) => {
    const { outside, world } = aWatchedWorld();

    const result = await askToRevoke(world, { subject: 'bob@example.com' }, { signer });

    expect(codeOf(result)).toBe(code);
    expect(outside.revocations.all()).toHaveLength(code === 'OK' ? 1 : 0);
  });

  test('a holder who is blocked revokes nothing, also not themselves out of it', async () => {
    const { outside, world } = aWatchedWorld();
    made(await askToRevoke(world, { subject: 'sam@example.com' }, { signer: rita }));

    expect(codeOf(await askToRevoke(world, { subject: 'rita@example.com' }))).toBe(
      'SUBJECT_BLOCKED',
    );
    expect(outside.revocations.all()).toHaveLength(1);
  });
});

describe('of blocks that stand', () => {
  const name = 'role/ci-deploy';

  test.each<[string, Parameters<typeof askToRevoke>[1], string]>([
    ['on a subject', { subject: name }, name],
    ['on a subject, each on a profile', { subject: name, profile: 'dev' }, name],
    ['on another subject of the person', { subject: 'iam/alice' }, 'alice@example.com'],
    ['on a profile', { profile: 'dev' }, 'dev'],
  ])('a hundred %s are the most', async (_what, input, full) => {
    const { outside, world } = aWatchedWorld();
    const { subjects, clock } = outside;
    const ids = Array.from({ length: 100 }, (_, n) => `${n}`);
    for (const id of ids) {
      const untilMs = clock.nowMs() + (id === '0' ? 60_000 : 3_600_000);
      if (input.subject === undefined) await subjects.blockProfile(dev, id, untilMs);
      else await subjects.block(subject(full), id, { profile: '*', untilMs });
    }

    const refused = await askToRevoke(world, input, { key: 'k1' });
    expect(refused).toMatchObject({
      code: 'QUOTA_EXCEEDED',
      message: `\`${full}\` has 100 blocks that stand already`,
      help: 'sentinel blocks',
    });
    expect(outside.revocations.all()).toEqual([]);

    clock.advance(60_000);
    const first = made(await askToRevoke(world, input, { key: 'k1' }));
    expect(made(await askToRevoke(world, input, { key: 'k1' }))).toEqual(first);
    expect(codeOf(await askToRevoke(world, input))).toBe('QUOTA_EXCEEDED');
  });
});

describe('the same call once more', () => {
  const input = { subject: 'alice@example.com', duration: 3600 };

  test('with its key finds what the first one made', async () => {
    const { outside, world } = aWatchedWorld();
    const first = made(await askToRevoke(world, input, { key: 'k1' }));
    outside.clock.advance(5000);

    const second = made(await askToRevoke(world, input, { key: 'k1' }));

    expect(second).toEqual(first);
    const { epoch } = await outside.subjects.read(subject('alice@example.com'));
    expect([outside.revocations.all().length, epoch]).toEqual([1, 1]);
  });

  test.each([
    ['another subject', { ...input, subject: 'bob@example.com' }],
    ['another time', { ...input, duration: 3601 }],
    ['another profile', { ...input, profile: 'dev' }],
    ['other words', { ...input, reason: 'something else' }],
  ])('with its key and %s is a conflict', async (_what, other) => {
    const { outside, world } = aWatchedWorld();
    made(await askToRevoke(world, input, { key: 'k1' }));

    const result = await askToRevoke(world, other, { key: 'k1' });

    expect(result).toMatchObject({ code: 'CONFLICT' });
    expect(outside.revocations.all()).toHaveLength(1);
  });

  test.each([
    ['without a key', {}],
    ['with another key', { key: 'k2' }],
    ['of another with the same key', { key: 'k1', signer: rita }],
  ])('%s makes a second one', async (_how, as) => {
    const { outside, world } = aWatchedWorld();
    made(await askToRevoke(world, input, { key: 'k1' }));

    made(await askToRevoke(world, input, as));

    expect(outside.revocations.all()).toHaveLength(2);
  });

  test('after the block was lifted brings it not back', async () => {
    const { outside, world } = aWatchedWorld();
    const { id } = made(await askToRevoke(world, { profile: 'dev' }, { key: 'k1' }));
    await outside.subjects.unblockProfile(dev, id, outside.clock.nowMs());

    made(await askToRevoke(world, { profile: 'dev' }, { key: 'k1' }));

    expect(codeOf(await askToVend(world))).toBe('OK');
  });
});

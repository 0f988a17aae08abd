import { describe, expect, test } from 'vitest';
import {
  aSessionOf,
  askToRevokeSession,
  aWatchedWorld,
  iamUser,
  rita,
  sam,
} from '../testing/a-revoke.ts';
import { askToVend } from '../testing/a-vend.ts';
import { alice, calling, codeOf, decisions, person, roleSession } from '../testing/a-world.ts';
import { isRefusal } from './reasons.ts';
import { end } from './sessions.ts';

const hourMs = 3_600_000;
const ci = roleSession('ci-deploy', 'run-1');

/** A session of alice for `dev`, and a way to ask for the next vend in it. */
async function held(signer = alice) {
  const { outside, world } = aWatchedWorld();
  const session = await aSessionOf(world, signer);
  const refresh = async () =>
    codeOf(await askToVend(world, { profile: 'dev', session_id: session.id }, signer));
  const blocks = async () => [...(await outside.subjects.read(session.subject)).blocks.values()];
  return { outside, world, session, refresh, blocks };
}

describe('its owner', () => {
  test.each([
    ['under its subject', alice],
    ['under another subject of the same person', iamUser('alice')],
  ])('ends it for good, %s, without a block', async (_how, signer) => {
    const { outside, world, session, refresh, blocks } = await held();

    const result = await askToRevokeSession(world, session.id, { signer });

    expect(result).toMatchObject({
      session: { id: session.id, status: 'revoked' },
      revocation: { status: 'done', isAdministrators: false, untilMs: outside.clock.nowMs() },
    });
    expect(await blocks()).toEqual([]);
    expect(await refresh()).toBe('SESSION_REVOKED');
    expect(codeOf(await askToVend(world))).toBe('OK');
  });

  test('who holds `revoke` too is its owner all the same', async () => {
    const { outside, world } = aWatchedWorld();
    const session = await aSessionOf(world, sam);

    await askToRevokeSession(world, session.id, { input: { duration: 7200 } });

    expect(outside.revocations.all()).toMatchObject([{ isAdministrators: false }]);
    expect(codeOf(await askToVend(world, { profile: 'dev' }, sam))).toBe('OK');
  });

  test.each(['ended', 'revoked', 'expired'] as const)(
    'of one that is %s is told so',
    async (state) => {
      const { outside, world, session } = await held();
      if (state === 'ended') await outside.sessions.end(session, outside.clock.nowMs());
      if (state === 'revoked') await outside.sessions.revoke(session, outside.clock.nowMs());
      if (state === 'expired') outside.clock.advance(hourMs);

      const result = await askToRevokeSession(world, session.id, { signer: alice });

      expect(result).toMatchObject({
        code: 'CONFLICT',
        message: `the session is \`${state}\``,
      });
      expect(outside.revocations.all()).toEqual([]);
    },
  );

  test('with a key may ask once more, and with another body may not', async () => {
    const { outside, world, session } = await held();
    const as = { signer: alice, key: 'k1' };

    const first = await askToRevokeSession(world, session.id, as);
    const second = await askToRevokeSession(world, session.id, as);
    const third = await askToRevokeSession(world, session.id, {
      ...as,
      input: { reason: 'other' },
    });

    expect(second).toEqual(first);
    expect(codeOf(third)).toBe('CONFLICT');
    expect(outside.revocations.all()).toHaveLength(1);
  });
});

describe('where a hundred blocks stand on its subject', () => {
  test.each([
    ['its owner ends it: that makes no block', 'OK', alice],
    ['a holder of `revoke` is told to lift some', 'QUOTA_EXCEEDED', sam],
  ] as const)('%s', async (_who, code, signer) => {
    const { outside, world, session } = await held();
    for (let n = 0; n < 100; n += 1) {
      const untilMs = outside.clock.nowMs() + hourMs;
      await outside.subjects.block(session.subject, `${n}`, { profile: 'staging', untilMs });
    }

    expect(codeOf(await askToRevokeSession(world, session.id, { signer }))).toBe(code);
  });
});

describe('a holder of `revoke`', () => {
  test.each([
    ['an hour', {}, hourMs],
    ['as long as asked', { duration: 60 }, 60_000],
  ])('keeps its subject from its profile for %s', async (_how, input, ms) => {
    const { outside, world, session, refresh, blocks } = await held();
    const untilMs = outside.clock.nowMs() + ms;

    const result = await askToRevokeSession(world, session.id, { input });

    expect(result).toMatchObject({
      session: { status: 'revoked' },
      revocation: {
        status: 'done',
        isAdministrators: true,
        untilMs,
        target: {
          kind: 'session',
          sessionId: session.id,
          subject: 'alice@example.com',
          profile: 'dev',
          sourceIdentity: session.sourceIdentity,
          roleArn: session.roleArn,
        },
      },
    });
    expect(await blocks()).toEqual([{ profile: 'dev', untilMs }]);
    expect(codeOf(await askToVend(world, { profile: 'staging' }))).toBe('OK');
    expect(await refresh()).toBe('SUBJECT_BLOCKED');
    outside.clock.advance(ms);
    expect(await refresh()).toBe('SESSION_REVOKED');
    expect(codeOf(await askToVend(world))).toBe('OK');
  });

  test('revokes one that is over too: what was issued in it may live', async () => {
    const { outside, world, session } = await held();
    await calling(alice, world, (call) => end(call, session.id, world));

    const result = await askToRevokeSession(world, session.id);

    expect(result).toMatchObject({
      session: { status: 'ended' },
      revocation: { status: 'done', isAdministrators: true },
    });
    expect(outside.revocations.all()).toHaveLength(1);
  });

  test('is recorded with the session, its SourceIdentity and the words', async () => {
    const { outside, world, session } = await held();

    const result = await askToRevokeSession(world, session.id);

    expect(decisions(outside).at(-1)).toMatchObject({
      outcome: 'allow',
      subject: 'sam@example.com',
      session_id: session.id,
      profile: 'dev',
      source_identity: session.sourceIdentity,
      justification: 'a stolen laptop',
      grant_id: isRefusal(result) ? '' : result.revocation.id,
    });
  });
});

test('one that the table forgets meanwhile is shown as it was', async () => {
  const { outside, world } = aWatchedWorld((call, proceed) =>
    isForgotten && call.port === 'sessions' && call.method === 'find'
      ? Promise.resolve(undefined)
      : proceed(),
  );
  let isForgotten = false;
  const session = await aSessionOf(world, alice);
  isForgotten = true;

  const result = await askToRevokeSession(world, session.id);

  expect(result).toMatchObject({
    session: { id: session.id, status: 'active' },
    revocation: { status: 'done' },
  });
  expect(outside.sessions.all()).toMatchObject([{ status: 'revoked' }]);
});

test.each([
  ['a stranger', 'NOT_FOUND', alice, person('bob@example.com')],
  ['an auditor, who may see it', 'FORBIDDEN', alice, person('carol@example.com')],
  ['a role that owns it', 'FORBIDDEN', ci, ci],
  ['a role that is listed', 'FORBIDDEN', alice, roleSession('robot', 'run-1')],
  ['another role', 'NOT_FOUND', alice, ci],
] as const)('%s is answered %s', async (_who, code, owner, signer) => {
  const { outside, world, session } = await held(owner);

  const result = await askToRevokeSession(world, session.id, { signer });

  expect(codeOf(result)).toBe(code);
  expect(outside.sessions.all()[0]?.status).toBe('active');
  expect(outside.revocations.all()).toEqual([]);
});

test('one that there is not is answered as one that may not be seen', async () => {
  const { world, session } = await held();
  const bob = { signer: person('bob@example.com') };

  const unknown = await askToRevokeSession(world, '00000000000000ff', bob);
  const foreign = await askToRevokeSession(world, session.id, bob);

  expect(unknown).toEqual(foreign);
  expect(codeOf(await askToRevokeSession(world, '00000000000000ff', { signer: rita }))).toBe(
    'NOT_FOUND',
  );
});

describe('what a refresh is told', () => {
  test.each([
    ['of all profiles', 'SUBJECT_BLOCKED', '*'],
    ['of the profile', 'SUBJECT_BLOCKED', 'dev'],
    ['of another profile', 'SESSION_REVOKED', 'staging'],
  ])('where its session is revoked and a block %s stands: %s', async (_which, code, profile) => {
    const { outside, world, session, refresh } = await held();
    await askToRevokeSession(world, session.id, { signer: alice });
    const untilMs = outside.clock.nowMs() + hourMs;

    await outside.subjects.block(session.subject, 'b1', { profile, untilMs });

    expect(await refresh()).toBe(code);
  });
});

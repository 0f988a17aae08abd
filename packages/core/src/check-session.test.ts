import { describe, expect, test } from 'vitest';
import { askToVend } from '../testing/a-vend.ts';
import {
  alice,
  aWorld,
  calling,
  codeOf,
  decisions,
  documents,
  roleSession,
} from '../testing/a-world.ts';
import { checkSession } from './check-session.ts';
import type { LiveSession } from './find-live-session.ts';
import type { SignedCaller } from './identity/subject.ts';
import type { MemoryWorld } from './memory/world.ts';
import { isRefusal, type Refusal } from './reasons.ts';
import type { World } from './world.ts';

const service = roleSession('orders', 'i-0123');
const unknownKey = 'ASIAEXAMPLEUNKNOWN01';

/** A world whose directory lists a service, and a key that alice got. */
async function aVendedKey() {
  const { outside, world } = aWorld();
  outside.policies.put(
    { kind: 'directory' },
    documents.directory.replace(
      'administration:',
      'administration:\n  check: { users: [role/orders] }',
    ),
  );
  const vended = await askToVend(world);
  if (isRefusal(vended)) throw new Error(vended.message);
  const { session, credentials } = vended;
  outside.clock.advance(60_000);
  return { outside, world, session, accessKeyId: credentials.accessKeyId };
}

function check(world: World, accessKeyId: string, signer: SignedCaller = service) {
  return calling<LiveSession>(signer, world, (call) => checkSession(call, accessKeyId, world));
}

test('a service that the directory lists is told whose key it is', async () => {
  const { world, outside, session, accessKeyId } = await aVendedKey();

  const found = await check(world, accessKeyId);

  expect(found).toMatchObject({ session, expiresAtMs: session.expiresAtMs });
  expect(decisions(outside).at(-1)).toMatchObject({
    outcome: 'allow',
    subject: 'role/orders',
    session_id: session.id,
    source_identity: session.sourceIdentity,
  });
});

type Vended = Awaited<ReturnType<typeof aVendedKey>>;

describe('a key is refused', () => {
  test.each<[string, string, (outside: MemoryWorld, session: Vended['session']) => unknown]>([
    [
      'SESSION_REVOKED',
      'of a revoked session',
      (outside, session) => outside.sessions.revoke(session, 1),
    ],
    ['CONFLICT', 'of an ended session', (outside, session) => outside.sessions.end(session, 1)],
    ['CONFLICT', 'past its end', (outside) => outside.clock.advance(3_600_000)],
    [
      'CONFLICT',
      'from before a restore',
      (outside) => outside.control.setNotBefore(outside.clock.nowMs()),
    ],
    [
      'SESSION_REVOKED',
      'of a blocked subject',
      (outside, { subject }) =>
        outside.subjects.block(subject, 'r1', { profile: '*', untilMs: 9e12 }),
    ],
    [
      'SESSION_REVOKED',
      'of a blocked profile',
      (outside, { profile }) => outside.subjects.blockProfile(profile, 'r1', 9e12),
    ],
    [
      'SESSION_REVOKED',
      'of a profile that was blocked, though no more',
      async (outside, { profile }) => {
        await outside.subjects.blockProfile(profile, 'r1', 9e12);
        await outside.subjects.unblockProfile(profile, 'r1', outside.clock.nowMs());
      },
    ],
  ])('with %s: %s', async (code, _what, happens) => {
    const { world, outside, session, accessKeyId } = await aVendedKey();
    await happens(outside, session);

    const answer = await check(world, accessKeyId);

    expect(codeOf(answer)).toBe(code);
    expect(decisions(outside).at(-1)).toMatchObject({ outcome: 'deny', code });
  });

  test('with NOT_FOUND: one that was never vended, and one whose session is not there', async () => {
    const { world, outside, accessKeyId } = await aVendedKey();
    const [key] = outside.sessions.keys();
    if (key === undefined) throw new Error('no key was kept');
    const session = { ...key.session, subject: service.userArn as typeof key.session.subject };
    await outside.sessions.putKey({ ...key, accessKeyId: unknownKey, session });

    const answers = await Promise.all([
      check(world, 'ASIAEXAMPLENEVER0001'),
      check(world, unknownKey),
    ]);

    expect(accessKeyId).not.toBe(unknownKey);
    expect(answers.map(codeOf)).toEqual(['NOT_FOUND', 'NOT_FOUND']);
    expect(answers[0]).toEqual(answers[1]);
  });
});

describe('who is not listed', () => {
  test.each<[string, SignedCaller]>([
    ['the owner', alice],
    ['another role', roleSession('billing', 'i-0123')],
    ['somebody whose session name is that of the service', roleSession('billing', 'orders')],
  ])('%s is told the same of every key', async (_who, signer) => {
    const { world, accessKeyId } = await aVendedKey();

    const answers: (LiveSession | Refusal)[] = [
      await check(world, accessKeyId, signer),
      await check(world, unknownKey, signer),
    ];

    expect(codeOf(answers[0])).toBe('FORBIDDEN');
    expect(answers[0]).toEqual(answers[1]);
  });

  test('is everybody where the directory lists nobody', async () => {
    const { world, outside, accessKeyId } = await aVendedKey();
    outside.policies.put({ kind: 'directory' }, documents.directory);
    outside.clock.advance(31_000);

    expect(codeOf(await check(world, accessKeyId))).toBe('FORBIDDEN');
  });
});

import { describe, expect, test } from 'vitest';
import { aProof } from '../testing/a-proof.ts';
import { askToVend } from '../testing/a-vend.ts';
import { aWorld, person } from '../testing/a-world.ts';
import { checkToken, type Presented, type TokenRules } from './check-token.ts';
import type { MemoryWorld } from './memory/world.ts';
import { isRefusal } from './reasons.ts';
import type { Signer } from './session/is-holder.ts';
import type { Session } from './session/session.ts';
import type { Proven } from './token/identities.ts';
import { encodeProof, type Proof } from './token/proof.ts';
import type { VendInput } from './vend-ask.ts';

const rules: TokenRules = {
  audiences: new Set(['orders.example.com', 'billing.example.com']),
  regions: new Set(['eu-west-1', 'eu-central-1']),
};

type Bench = Awaited<ReturnType<typeof aBench>>;

/** Alice's session, a proof of its key, and an STS that believes every proof to be what alice's session signed. */
async function aBench() {
  const { outside, world } = aWorld();
  const vend = async (name: string, more: VendInput = {}) => {
    const vended = await askToVend(world, { profile: 'dev', ...more }, person(name));
    if (isRefusal(vended)) throw new Error(vended.message);
    return vended;
  };
  const { session, credentials } = await vend('alice@example.com');
  const signer: Signer = {
    accountId: '111122223333',
    arn: 'arn:aws:sts::111122223333:assumed-role/SentinelProtected-Dev/alice',
    userId: 'AROAEXAMPLEEXAMPLE000:alice',
  };
  const asked: (readonly [Proof, string])[] = [];
  const present = (
    proof: Partial<Proof> = {},
    more: { readonly presented?: Partial<Presented>; readonly proven?: Proven } = {},
  ) => {
    const token = encodeProof(aProof({ accessKeyId: credentials.accessKeyId, ...proof }));
    const presented = { authorization: `Bearer ${token}`, host: 'orders.example.com' };
    const identities = {
      prove: async (given: Proof, audience: string): Promise<Proven> => {
        asked.push([given, audience]);
        return more.proven ?? { signer };
      },
    };
    return checkToken({ ...presented, ...more.presented }, rules, { ...world, identities });
  };
  const again = (id: string) => vend('alice@example.com', { session_id: id });
  return { outside, session, credentials, signer, asked, present, vend, again };
}

test('SEC-27 a proof of a live session is believed, and STS is asked for our own host', async () => {
  const { present, session, asked } = await aBench();

  const checked = await present();

  expect(checked).toMatchObject({ isAuthorized: true, live: { session: { id: session.id } } });
  expect(asked.map(([, audience]) => audience)).toEqual(['orders.example.com']);
});

describe('SEC-27 STS is not even asked', () => {
  test.each<[string, string, Parameters<Bench['present']>]>([
    ['no scheme', 'malformed', [{}, { presented: { authorization: encodeProof(aProof()) } }]],
    [
      'another scheme',
      'malformed',
      [{}, { presented: { authorization: `Basic ${encodeProof(aProof())}` } }],
    ],
    [
      'two tokens',
      'malformed',
      [
        {},
        {
          presented: {
            authorization: `Bearer ${encodeProof(aProof())},Bearer ${encodeProof(aProof())}`,
          },
        },
      ],
    ],
    ['nothing', 'malformed', [{}, { presented: { authorization: '' } }]],
    ['a token for another host', 'other-audience', [{ audience: 'billing.example.com' }]],
    ['a token for a part of the host', 'other-audience', [{ audience: 'example.com' }]],
    [
      'a token for a longer host',
      'other-audience',
      [{ audience: 'orders.example.com.evil.example' }],
    ],
    ['a token for a host that begins alike', 'other-audience', [{ audience: 'orders.example.co' }]],
    ['a token for a subdomain', 'other-audience', [{ audience: 'a.orders.example.com' }]],
    [
      'a token for a host that is not listed, at that host',
      'other-audience',
      [{ audience: 'evil.example' }, { presented: { host: 'evil.example' } }],
    ],
    ['a host in other case', 'other-audience', [{}, { presented: { host: 'Orders.example.com' } }]],
    [
      'a host with a port',
      'other-audience',
      [{}, { presented: { host: 'orders.example.com:443' } }],
    ],
    ['a Region that is not listed', 'other-region', [{ region: 'us-east-1' }]],
    ['a Region of another partition', 'other-region', [{ region: 'cn-north-1' }]],
    ['a date a minute and more ago', 'stale', [{ date: '20260125T142859Z' }]],
    ['a date to come', 'stale', [{ date: '20260125T143006Z' }]],
    ['a date of another year', 'stale', [{ date: '20270125T143000Z' }]],
    ['a key that was never vended', 'unknown-session', [{ accessKeyId: 'ASIAEXAMPLEBASE00001' }]],
  ])('SEC-27 of %s', async (_what, because, given) => {
    const { present, asked } = await aBench();

    const checked = await present(...given);

    expect(checked, 'SECURITY VIOLATION: a token was believed').toMatchObject({
      isAuthorized: false,
      because,
    });
    expect(asked, 'SECURITY VIOLATION: STS was asked').toEqual([]);
  });

  test.each<[string, (outside: MemoryWorld, session: Session) => unknown]>([
    ['revoked', (outside, session) => outside.sessions.revoke(session, 1)],
    ['ended', (outside, session) => outside.sessions.end(session, 1)],
    [
      'from before a restore',
      (outside, session) => outside.control.setNotBefore(session.openedAtMs + 1),
    ],
    [
      'of a blocked subject',
      (outside, { subject }) =>
        outside.subjects.block(subject, 'r1', { profile: '*', untilMs: 9e12 }),
    ],
    [
      'of a subject kept from its profile',
      (outside, { subject, profile }) =>
        outside.subjects.block(subject, 'r1', { profile, untilMs: 9e12 }),
    ],
    [
      'of a blocked profile',
      (outside, { profile }) => outside.subjects.blockProfile(profile, 'r1', 9e12),
    ],
  ])('SEC-11 about a session that is %s', async (_what, happens) => {
    const { present, asked, outside, session } = await aBench();
    await happens(outside, session);

    const checked = await present();

    const violation = 'SECURITY VIOLATION: a session that is over was believed';
    expect(checked, violation).toMatchObject({ isAuthorized: false, because: 'session-over' });
    expect(asked).toEqual([]);
  });

  test('SEC-13 about a key past its end', async () => {
    const { present, outside } = await aBench();
    outside.clock.advance(3_600_000);

    const checked = await present({ date: '20260125T153000Z' });

    const violation = 'SECURITY VIOLATION: an expired session was believed';
    expect(checked, violation).toMatchObject({ isAuthorized: false, because: 'session-over' });
  });
});

test('SEC-13 nor is a key past its own end, though a later vend prolonged its session', async () => {
  const { present, outside, session, again } = await aBench();
  outside.clock.advance(1_800_000);
  await again(session.id);
  outside.clock.advance(1_800_000);

  const checked = await present({ date: '20260125T153000Z' });

  const violation = 'SECURITY VIOLATION: an expired key was believed';
  expect(checked, violation).toMatchObject({ isAuthorized: false, because: 'session-over' });
  expect(outside.sessions.all()[0]?.expiresAtMs).toBeGreaterThan(outside.clock.nowMs());
});

describe('SEC-27 STS must say what the session says', () => {
  const changes: readonly [string, Partial<Signer>][] = [
    ['another account', { accountId: '444455556666' }],
    [
      'another account, and an ARN of it',
      {
        accountId: '444455556666',
        arn: 'arn:aws:sts::444455556666:assumed-role/SentinelProtected-Dev/alice',
      },
    ],
    ['another role', { arn: 'arn:aws:sts::111122223333:assumed-role/Other/alice' }],
    ['another name', { arn: 'arn:aws:sts::111122223333:assumed-role/SentinelProtected-Dev/bob' }],
    [
      'an IAM user',
      { arn: 'arn:aws:iam::111122223333:user/alice', userId: 'AIDAEXAMPLEEXAMPLE000' },
    ],
    ['the account itself', { arn: 'arn:aws:iam::111122223333:root', userId: '111122223333' }],
    ['an id of another name', { userId: 'AROAEXAMPLEEXAMPLE000:bob' }],
  ];
  test.each(changes)('SEC-27 not %s', async (_what, change) => {
    const { present, signer } = await aBench();

    const checked = await present({}, { proven: { signer: { ...signer, ...change } } });

    const violation = 'SECURITY VIOLATION: the identity of somebody else was believed';
    expect(checked, violation).toMatchObject({ isAuthorized: false, because: 'other-signer' });
  });

  test('SEC-27 not that it refuses the signature', async () => {
    const { present } = await aBench();

    const checked = await present({}, { proven: { refusedAs: 'SignatureDoesNotMatch' } });

    expect(checked, 'SECURITY VIOLATION: a forged proof was believed').toMatchObject({
      isAuthorized: false,
      because: 'not-proven',
      detail: 'SignatureDoesNotMatch',
    });
  });

  test('SEC-04 not that alice signed, where the key is of bob', async () => {
    const { present, vend } = await aBench();
    const { credentials } = await vend('bob@example.com');

    const checked = await present({ accessKeyId: credentials.accessKeyId });

    const violation = 'SECURITY VIOLATION: one person’s proof opened another’s session';
    expect(checked, violation).toMatchObject({ isAuthorized: false, because: 'other-signer' });
  });
});

test.each([
  ['sessions', 'findKey'],
  ['sessions', 'find'],
  ['subjects', 'read'],
  ['subjects', 'readProfile'],
  ['control', 'notBeforeMs'],
])('SEC-02 where %s.%s fails nobody is believed', async (port, method) => {
  const { world } = aWorld({
    intercept: (call, proceed) => {
      const isIt = isArmed && call.port === port && call.method === method;
      return isIt ? Promise.reject(new Error('it fails')) : proceed();
    },
  });
  let isArmed = false;
  const vended = await askToVend(world);
  if (isRefusal(vended)) throw new Error(vended.message);
  isArmed = true;
  const token = encodeProof(aProof({ accessKeyId: vended.credentials.accessKeyId }));
  const presented = { authorization: `Bearer ${token}`, host: 'orders.example.com' };
  const identities = { prove: () => Promise.reject(new Error('it was asked')) };

  const checked = await checkToken(presented, rules, { ...world, identities }).catch(String);

  expect(checked, 'SECURITY VIOLATION: a failure was passed over').toBe('Error: it fails');
});

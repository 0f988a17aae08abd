import type { Session, SessionMatch } from '@sentinel/core/session/session';
import { expect, test } from 'vitest';
import { aSession, aVend, noon, profile, sessionId, subject } from './a-session.ts';
import { fullSession, type SessionsFixture } from './sessions-fixture.ts';

/** What every adapter must do when a vend continues a session. */
export function refreshes(start: () => Promise<SessionsFixture>): void {
  const refreshed = { vends: 2, lastRequestId: aVend().requestId, lastVendAtMs: aVend().atMs };

  test.each([
    ['with every field', fullSession],
    ['without optional fields', aSession()],
  ])('counts one more vend of a session %s', async (_name, session) => {
    const sessions = (await start()).connect();
    await sessions.open(session);

    const answer = await sessions.refresh(session, session, aVend());

    const expected = { ...session, ...refreshed, expiresAtMs: aVend().expiresAtMs };
    expect(answer).toEqual(expected);
    expect(await sessions.find(session)).toEqual(expected);
  });

  const { entitlementId: _entitlement, ...noEntitlement } = fullSession;
  const { scope: _scope, ...noScope } = fullSession;
  test.each<[string, Session, SessionMatch]>([
    ['another profile', fullSession, { ...fullSession, profile: profile('staging') }],
    ['another role', fullSession, { ...fullSession, roleArn: `${fullSession.roleArn}2` }],
    ['another way', fullSession, { ...fullSession, via: 'approved' }],
    ['another entitlement', fullSession, { ...fullSession, entitlementId: '00000000000000c2' }],
    ['an entitlement that it no longer has', fullSession, noEntitlement],
    ['an entitlement that it had not', noEntitlement, fullSession],
    ['another scope', fullSession, { ...fullSession, scope: 'write' }],
    ['no scope where it had one', fullSession, noScope],
    ['a scope where it had none', noScope, fullSession],
    [
      'another principal',
      fullSession,
      { ...fullSession, principalId: `${fullSession.principalId}x` },
    ],
    ['a later epoch of its profile', fullSession, { ...fullSession, profileEpoch: 8 }],
    ['an earlier epoch of its profile', fullSession, { ...fullSession, profileEpoch: 6 }],
  ])('is refused for %s', async (_name, session, match) => {
    const sessions = (await start()).connect();
    await sessions.open(session);

    expect(await sessions.refresh(session, match, aVend())).toBeUndefined();

    expect(await sessions.find(session)).toEqual(session);
  });

  test('is refused when ended, revoked, of another subject or unknown', async () => {
    const fixture = await start();
    const sessions = fixture.connect();
    const [ended, revoked] = [
      aSession({ id: sessionId('00000000000000a2') }),
      aSession({ id: sessionId('00000000000000a3') }),
    ];
    for (const session of [aSession(), ended, revoked]) await sessions.open(session);
    await sessions.end(ended, noon);
    await fixture.connect().revoke(revoked, noon);

    const foreign = { id: aSession().id, subject: subject('mallory@example.com') };
    const unknown = { ...aSession(), id: sessionId('00000000000000a4') };

    for (const ref of [ended, revoked, foreign, unknown]) {
      expect(await sessions.refresh(ref, aSession(), aVend())).toBeUndefined();
    }
  });

  test('the last vend that is left is given, the next is not', async () => {
    const sessions = (await start()).connect();
    await sessions.open(aSession());

    const last = await sessions.refresh(aSession(), aSession(), aVend({ maxVends: 2 }));
    const beyond = await sessions.refresh(
      aSession(),
      aSession(),
      aVend({ maxVends: 2, requestId: '00000000000000e3' }),
    );

    expect(last?.vends).toBe(2);
    expect(beyond).toBeUndefined();
  });

  test('the same request counts once, and succeeds both times', async () => {
    const sessions = (await start()).connect();
    await sessions.open(aSession());
    const first = await sessions.refresh(aSession(), aSession(), aVend({ maxVends: 2 }));

    const again = await sessions.refresh(aSession(), aSession(), aVend({ maxVends: 2 }));

    expect(again).toEqual(first);
    expect(again?.vends).toBe(2);
  });

  test('the same request from many at once counts once', async () => {
    const fixture = await start();
    await fixture.connect().open(aSession());

    const answers = await Promise.all(
      Array.from({ length: 64 }, () => fixture.connect().refresh(aSession(), aSession(), aVend())),
    );

    expect(new Set(answers.map((answer) => answer?.vends))).toEqual(new Set([2]));
  });

  test('of many at once no more succeed than vends are left', async () => {
    const fixture = await start();
    await fixture.connect().open(aSession());

    const answers = await Promise.all(
      Array.from({ length: 64 }, (_, index) =>
        fixture
          .connect()
          .refresh(aSession(), aSession(), aVend({ maxVends: 10, requestId: `request-${index}` })),
      ),
    );

    const vends = answers.flatMap((answer) => (answer === undefined ? [] : [answer.vends]));
    expect(vends.sort((a, b) => a - b)).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });

  test('a request that was counted before a revocation is refused after it', async () => {
    const fixture = await start();
    await fixture.connect().open(aSession());
    await fixture.connect().refresh(aSession(), aSession(), aVend());
    await fixture.connect().revoke(aSession(), noon);

    expect(await fixture.connect().refresh(aSession(), aSession(), aVend())).toBeUndefined();
  });
}

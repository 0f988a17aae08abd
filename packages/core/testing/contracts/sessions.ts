import { SentinelError } from '@sentinel/core/errors';
import type { KeyRecord, SessionRef, Sessions } from '@sentinel/core/ports';
import type { Session, SessionMatch } from '@sentinel/core/session/session';
import { describe, expect, test } from 'vitest';
import { aSession, aVend, noon, profile, sessionId, subject } from './a-session.ts';

export type SessionsFixture = {
  /** One more client of the same, at first empty, state. */
  connect(): Sessions;
  /** What a revocation does to a session: active becomes revoked. */
  revoke(ref: SessionRef, atMs: number): Promise<void>;
};

type Start = () => Promise<SessionsFixture>;

const full = aSession({
  entitlementId: '00000000000000c1',
  scope: 'read-only',
  rule: 'oncall',
  justification: 'Größe "quoted"\nsecond line \u2028 😀',
  ticket: 'OPS-1',
  deviceId: 'mac:1',
});

/** What every adapter of `Sessions` must do; listing has a suite of its own. */
export function sessionsContract(name: string, start: Start): void {
  describe(`sessions: ${name}`, () => {
    describe('open', () => opens(start));
    describe('refresh', () => refreshes(start));
    describe('commit', () => commits(start));
    describe('end', () => ends(start));
    describe('keys', () => keepsKeys(start));
  });
}

function opens(start: Start): void {
  test.each<[string, Session]>([
    ['with every field', full],
    ['without optional fields', aSession()],
    ['of a subject with separators', aSession({ subject: subject('222233334444:iam/a=b,c@d') })],
  ])('finds at once, whole, what was opened %s', async (_name, session) => {
    const fixture = await start();

    await fixture.connect().open(session);

    expect(await fixture.connect().find(session)).toEqual(session);
    expect(await fixture.connect().locate(session.id)).toEqual(session);
  });

  test('finds nothing of unknown id, or of another subject', async () => {
    const sessions = (await start()).connect();
    await sessions.open(aSession());

    const other = { ...aSession(), subject: subject('mallory@example.com') };

    expect(await sessions.find(other)).toBeUndefined();
    expect(
      await sessions.find({ ...aSession(), id: sessionId('00000000000000a2') }),
    ).toBeUndefined();
    expect(await sessions.locate(sessionId('00000000000000a2'))).toBeUndefined();
  });

  test('opening once more for the same request changes nothing', async () => {
    const sessions = (await start()).connect();
    await sessions.open(aSession());

    await sessions.open(aSession());

    expect(await sessions.find(aSession())).toEqual(aSession());
  });

  test.each([
    ['the same subject', aSession({ lastRequestId: 'other' })],
    ['another subject', aSession({ lastRequestId: 'other', subject: subject('bob@example.com') })],
  ])('an id that is taken is never opened again for %s', async (_name, second) => {
    const sessions = (await start()).connect();
    await sessions.open(aSession());

    await expect(sessions.open(second)).rejects.toThrow(SentinelError);

    expect(await sessions.locate(aSession().id)).toEqual(aSession());
  });
}

function refreshes(start: Start): void {
  const refreshed = { vends: 2, lastRequestId: aVend().requestId, lastVendAtMs: aVend().atMs };

  test.each([
    ['with every field', full],
    ['without optional fields', aSession()],
  ])('counts one more vend of a session %s', async (_name, session) => {
    const sessions = (await start()).connect();
    await sessions.open(session);

    const answer = await sessions.refresh(session, session, aVend());

    const expected = { ...session, ...refreshed, expiresAtMs: aVend().expiresAtMs };
    expect(answer).toEqual(expected);
    expect(await sessions.find(session)).toEqual(expected);
  });

  const { entitlementId: _entitlement, ...noEntitlement } = full;
  const { scope: _scope, ...noScope } = full;
  test.each<[string, Session, SessionMatch]>([
    ['another profile', full, { ...full, profile: profile('staging') }],
    ['another role', full, { ...full, roleArn: `${full.roleArn}2` }],
    ['another way', full, { ...full, via: 'approved' }],
    ['another entitlement', full, { ...full, entitlementId: '00000000000000c2' }],
    ['an entitlement that it no longer has', full, noEntitlement],
    ['an entitlement that it had not', noEntitlement, full],
    ['another scope', full, { ...full, scope: 'write' }],
    ['no scope where it had one', full, noScope],
    ['a scope where it had none', noScope, full],
    ['another principal', full, { ...full, principalId: `${full.principalId}x` }],
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
    await fixture.revoke(revoked, noon);

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
    await fixture.revoke(aSession(), noon);

    expect(await fixture.connect().refresh(aSession(), aSession(), aVend())).toBeUndefined();
  });
}

function commits(start: Start): void {
  test('notes when the vend ends', async () => {
    const sessions = (await start()).connect();
    await sessions.open(aSession());

    expect(await sessions.commit(aSession(), aVend())).toBe(true);

    expect((await sessions.find(aSession()))?.expiresAtMs).toBe(aVend().expiresAtMs);
  });

  test('is refused after an end, after a revocation, and of what is unknown or foreign', async () => {
    const fixture = await start();
    const sessions = fixture.connect();
    const revoked = aSession({ id: sessionId('00000000000000a2') });
    await sessions.open(aSession());
    await sessions.open(revoked);
    await sessions.end(aSession(), noon);
    await fixture.revoke(revoked, noon);

    const unknown = { ...aSession(), id: sessionId('00000000000000a4') };
    const foreign = { id: revoked.id, subject: subject('mallory@example.com') };

    for (const ref of [aSession(), revoked, unknown, foreign]) {
      expect(await sessions.commit(ref, aVend())).toBe(false);
    }
    expect((await sessions.find(aSession()))?.expiresAtMs).toBe(aSession().expiresAtMs);
    expect(await sessions.find(unknown)).toBeUndefined();
  });

  test('never succeeds once a revocation has returned, however many race it', async () => {
    const fixture = await start();
    await fixture.connect().open(aSession());
    let isRevoked = false;

    const race = Array.from({ length: 64 }, async () => {
      const began = isRevoked;
      const isCommitted = await fixture.connect().commit(aSession(), aVend());
      return began && isCommitted;
    });
    const revocation = fixture.revoke(aSession(), noon).then(() => {
      isRevoked = true;
    });
    await Promise.all([...race, revocation]);
    const after = await Promise.all(
      Array.from({ length: 16 }, () => fixture.connect().commit(aSession(), aVend())),
    );

    expect(await Promise.all(race)).not.toContain(true);
    expect(after).not.toContain(true);
    expect((await fixture.connect().find(aSession()))?.status).toBe('revoked');
  });
}

function ends(start: Start): void {
  test('ends once, and answers the same ever after', async () => {
    const sessions = (await start()).connect();
    await sessions.open(aSession());

    const first = await sessions.end(aSession(), noon + 1);
    const second = await sessions.end(aSession(), noon + 2);

    expect(first).toEqual({ ...aSession(), status: 'ended', version: 2, endedAtMs: noon + 1 });
    expect(second).toEqual(first);
  });

  test('leaves a revoked session revoked, and knows nothing of others', async () => {
    const fixture = await start();
    const sessions = fixture.connect();
    await sessions.open(aSession());
    await fixture.revoke(aSession(), noon);

    const answer = await sessions.end(aSession(), noon + 1);

    expect(answer?.status).toBe('revoked');
    expect(await sessions.end({ ...aSession(), subject: subject('bob') }, noon)).toBeUndefined();
  });

  test('and a revocation at the same time agree on one of the two', async () => {
    const fixture = await start();
    await fixture.connect().open(aSession());

    await Promise.all([
      ...Array.from({ length: 16 }, () => fixture.connect().end(aSession(), noon + 1)),
      fixture.revoke(aSession(), noon + 2),
    ]);

    const session = await fixture.connect().find(aSession());
    expect(session?.version).toBe(2);
    expect(session?.endedAtMs).toBe(session?.status === 'ended' ? noon + 1 : noon + 2);
  });
}

function keepsKeys(start: Start): void {
  const key: KeyRecord = {
    accessKeyId: 'ASIAEXAMPLEEXAMPLE01',
    session: { subject: aSession().subject, id: aSession().id },
    requestId: '00000000000000e1',
    expiresAtMs: noon + 3_600_000,
    line: { writer: '00000000000000d1', seq: 4, hash: 'ef'.repeat(32) },
  };

  test('a key is put once more by the same request, never by another', async () => {
    const sessions = (await start()).connect();
    await sessions.putKey(key);

    await sessions.putKey(key);

    await expect(sessions.putKey({ ...key, requestId: 'other' })).rejects.toThrow(SentinelError);
  });
}

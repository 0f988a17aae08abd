import { expect, test } from 'vitest';
import type { Sessions } from '../../src/ports.ts';
import type { Vend } from '../../src/session/session.ts';
import { aSession, aVend, noon, sessionId, subject } from './a-session.ts';
import type { SessionsFixture } from './sessions-fixture.ts';

type Start = () => Promise<SessionsFixture>;

/** What every adapter must do when a vend is committed. */
export function commits(start: Start): void {
  test('notes when the vend ends', async () => {
    const sessions = (await start()).connect();
    await sessions.open(aSession());

    expect(await sessions.commit(aSession(), aVend())).toBe(true);

    expect((await sessions.find(aSession()))?.expiresAtMs).toBe(aVend().expiresAtMs);
  });

  test.each([
    [
      'refresh',
      async (sessions: Sessions, early: Vend) => sessions.refresh(aSession(), aSession(), early),
    ],
    ['commit', async (sessions: Sessions, early: Vend) => sessions.commit(aSession(), early)],
  ])(
    'like a %s, makes its end none that is earlier: what another vend issued lives on',
    async (_name, write) => {
      const sessions = (await start()).connect();
      await sessions.open(aSession());
      const early = aVend({ expiresAtMs: aSession().expiresAtMs - 1 });

      expect(await write(sessions, early)).toBeTruthy();

      expect((await sessions.find(aSession()))?.expiresAtMs).toBe(aSession().expiresAtMs);
    },
  );

  test('is refused after an end, after a revocation, and of what is unknown or foreign', async () => {
    const fixture = await start();
    const sessions = fixture.connect();
    const revoked = aSession({ id: sessionId('00000000000000a2') });
    await sessions.open(aSession());
    await sessions.open(revoked);
    await sessions.end(aSession(), noon);
    await fixture.connect().revoke(revoked, noon);

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
    const revocation = fixture
      .connect()
      .revoke(aSession(), noon)
      .then(() => {
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

/** What every adapter must do when a session ends. */
export function ends(start: Start): void {
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
    await fixture.connect().revoke(aSession(), noon);

    const answer = await sessions.end(aSession(), noon + 1);

    expect(answer?.status).toBe('revoked');
    expect(await sessions.end({ ...aSession(), subject: subject('bob') }, noon)).toBeUndefined();
  });

  test('and a revocation at the same time agree on one of the two', async () => {
    const fixture = await start();
    await fixture.connect().open(aSession());

    await Promise.all([
      ...Array.from({ length: 16 }, () => fixture.connect().end(aSession(), noon + 1)),
      fixture.connect().revoke(aSession(), noon + 2),
    ]);

    const session = await fixture.connect().find(aSession());
    expect(session?.version).toBe(2);
    expect(session?.endedAtMs).toBe(session?.status === 'ended' ? noon + 1 : noon + 2);
  });
}

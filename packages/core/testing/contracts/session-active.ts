import { expect, test } from 'vitest';
import { aSession, aVend, noon, profile, sessionId, subject } from './a-session.ts';
import type { SessionsFixture } from './sessions-fixture.ts';

type Start = () => Promise<SessionsFixture>;

/** What every adapter must do when a session is revoked. */
export function revokes(start: Start): void {
  test('revokes once, and answers the same ever after', async () => {
    const sessions = (await start()).connect();
    await sessions.open(aSession());

    const first = await sessions.revoke(aSession(), noon + 1);
    const second = await sessions.revoke(aSession(), noon + 2);

    expect(first).toEqual({ ...aSession(), status: 'revoked', version: 2, endedAtMs: noon + 1 });
    expect(second).toEqual(first);
    expect(await sessions.find(aSession())).toEqual(first);
  });

  test('leaves an ended session ended, and knows nothing of others', async () => {
    const sessions = (await start()).connect();
    await sessions.open(aSession());
    await sessions.end(aSession(), noon);

    const answer = await sessions.revoke(aSession(), noon + 1);

    expect([answer?.status, answer?.endedAtMs]).toEqual(['ended', noon]);
    expect(await sessions.revoke({ ...aSession(), subject: subject('bob') }, noon)).toBe(undefined);
  });

  test('refuses every refresh and commit that comes later', async () => {
    const sessions = (await start()).connect();
    await sessions.open(aSession());

    await sessions.revoke(aSession(), noon);

    expect(await sessions.refresh(aSession(), aSession(), aVend())).toBeUndefined();
    expect(await sessions.commit(aSession(), aVend())).toBe(false);
  });
}

/** What every adapter must tell of the sessions that may still be continued. */
export function tellsActive(start: Start): void {
  const alice = aSession().subject;
  const which = { expiringAfterMs: noon };

  test('tells the active ones of one subject, of one profile if it is named', async () => {
    const { sessions, opened } = await some(start);

    const all = await sessions.activeOf(alice, which);
    const staging = await sessions.activeOf(alice, { ...which, profile: profile('staging') });

    expect(all.map(({ id }) => id).sort()).toEqual([opened.one.id, opened.elsewhere.id].sort());
    expect(all.every((ref) => ref.subject === alice)).toBe(true);
    expect(staging).toEqual([{ subject: alice, id: opened.elsewhere.id }]);
    expect(await sessions.activeOf(subject('nobody'), which)).toEqual([]);
  });

  test('tells none that has expired by then', async () => {
    const { sessions, opened } = await some(start);
    const at = async (expiringAfterMs: number) =>
      (await sessions.activeOf(alice, { expiringAfterMs })).length;

    const end = opened.one.expiresAtMs;

    expect([await at(end - 1), await at(end)]).toEqual([2, 0]);
  });

  test('tells of every one, also where they fill several megabytes', async () => {
    const sessions = (await start()).connect();
    const ids = Array.from({ length: 90 }, (_, index) =>
      sessionId(index.toString(16).padStart(16, '0')),
    );
    await Promise.all(
      ids.map((id) => sessions.open(aSession({ id, userAgent: 'ü'.repeat(15_000) }))),
    );

    const active = await sessions.activeOf(alice, which);

    expect(active.map(({ id }) => id).sort()).toEqual(ids);
  });
}

async function some(start: Start) {
  const sessions = (await start()).connect();
  const opened = {
    one: aSession(),
    elsewhere: aSession({ id: sessionId('00000000000000a2'), profile: profile('staging') }),
    ended: aSession({ id: sessionId('00000000000000a3') }),
    revoked: aSession({ id: sessionId('00000000000000a4') }),
    others: aSession({ id: sessionId('00000000000000a5'), subject: subject('bob@example.com') }),
  };
  for (const session of Object.values(opened)) await sessions.open(session);
  await sessions.end(opened.ended, noon);
  await sessions.revoke(opened.revoked, noon);
  return { sessions, opened };
}

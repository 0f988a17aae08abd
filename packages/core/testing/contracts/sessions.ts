import { SentinelError } from '@sentinel/core/errors';
import type { KeyRecord } from '@sentinel/core/ports';
import type { Session } from '@sentinel/core/session/session';
import { describe, expect, test } from 'vitest';
import { aSession, noon, sessionId, subject } from './a-session.ts';
import { revokes, tellsActive } from './session-active.ts';
import { commits, ends } from './session-end.ts';
import { refreshes } from './session-refresh.ts';
import { fullSession, type SessionsFixture } from './sessions-fixture.ts';

type Start = () => Promise<SessionsFixture>;

/** What every adapter of `Sessions` must do; listing has a suite of its own. */
export function sessionsContract(name: string, start: Start): void {
  describe(`sessions: ${name}`, () => {
    describe('open', () => opens(start));
    describe('refresh', () => refreshes(start));
    describe('commit', () => commits(start));
    describe('end', () => ends(start));
    describe('revoke', () => revokes(start));
    describe('active', () => tellsActive(start));
    describe('keys', () => keepsKeys(start));
  });
}

function opens(start: Start): void {
  test.each<[string, Session]>([
    ['with every field', fullSession],
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
    expect(await sessions.findKey(key.accessKeyId)).toEqual(key);
  });

  test('a key is found at once, whole, by any client, and no other', async () => {
    const fixture = await start();

    await fixture.connect().putKey(key);

    expect(await fixture.connect().findKey(key.accessKeyId)).toEqual(key);
    expect(await fixture.connect().findKey('ASIAEXAMPLEEXAMPLE02')).toBeUndefined();
    expect(await fixture.connect().findKey(key.accessKeyId.toLowerCase())).toBeUndefined();
  });
}

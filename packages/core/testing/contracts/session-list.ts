import { SentinelError } from '@sentinel/core/errors';
import type { SessionQuery } from '@sentinel/core/ports';
import type { Session } from '@sentinel/core/session/session';
import { describe, expect, test } from 'vitest';
import { aSession, aVend, noon, profile, sessionId, subject } from './a-session.ts';
import type { SessionsFixture } from './sessions-fixture.ts';

type Start = () => Promise<SessionsFixture>;

const day = 86_400_000;
const alice = subject('alice@example.com');
const bob = subject('role/ci-deploy');

/** The n-th of a series, one every 8 hours back in time: alice's and bob's by turns. */
function nth(index: number): Session {
  const openedAtMs = noon - index * (day / 3);
  return aSession({
    id: sessionId(index.toString(16).padStart(16, '0')),
    subject: index % 2 === 0 ? alice : bob,
    profile: profile(index % 5 === 0 ? 'staging' : 'production'),
    openedAtMs,
    lastVendAtMs: openedAtMs,
    expiresAtMs: openedAtMs + 3_600_000,
    lastRequestId: `request-${index}`,
  });
}

/** What every adapter of `Sessions` must do for lists. `longest`: how many sessions there are at most. */
export function sessionListContract(name: string, start: Start, longest = 250): void {
  describe(`lists of sessions: ${name}`, () => {
    test.each([1, 7, 50, 99, 100])(
      'pages of %i show everything once, newest first',
      async (limit) => {
        const { all, page } = await series(start, Math.min(longest, limit === 1 ? 40 : 250));

        expect(await page({ subject: alice, limit })).toEqual(
          all.filter((session) => session.subject === alice).map(({ id }) => id),
        );
        if (limit > 1) expect(await page({ limit })).toEqual(all.map(({ id }) => id));
      },
    );

    test('a page is no longer than its limit, and the last leads nowhere', async () => {
      const { sessions } = await series(start, 10);

      const first = await sessions.list({ nowMs: noon, limit: 6 });
      const second = await sessions.list({ nowMs: noon, limit: 6, after: first.after ?? '' });

      expect(first.items).toHaveLength(6);
      expect(second.items).toHaveLength(4);
      expect(second.after).toBeUndefined();
    });

    test('filters by profile and status, as shown at that moment', async () => {
      const { all, page, fixture } = await series(start, Math.min(longest, 60));
      const [ended, revoked] = [nth(1), nth(2)];
      await fixture.connect().end(ended, noon);
      await fixture.connect().revoke(revoked, noon);

      const staging = await page({ profile: profile('staging'), limit: 4 });

      expect(staging).toEqual(
        all.filter((session) => session.profile === 'staging').map(({ id }) => id),
      );
      expect(await page({ status: 'ended', limit: 10 })).toEqual([ended.id]);
      expect(await page({ status: 'revoked', limit: 10 })).toEqual([revoked.id]);
      expect(await page({ status: 'active', limit: 10 })).toEqual([nth(0).id]);
      expect(await page({ status: 'expired', limit: 10 })).toEqual(
        all.slice(3).map(({ id }) => id),
      );
      expect(await page({ status: 'active', subject: bob, limit: 10 })).toEqual([]);
      expect(await page({ status: 'revoked', subject: alice, limit: 1 })).toEqual([revoked.id]);
      expect(await page({ limit: 7 })).toEqual(all.map(({ id }) => id));
    });

    test.each(['direct', 'approved', 'auto', 'breakglass'] as const)(
      "a session by %s expires at its last vend's expiry, not after",
      async (via) => {
        const sessions = (await start()).connect();
        const session = aSession({ via, ...(via !== 'direct' && { entitlementId: 'c1' }) });
        await sessions.open(session);
        const last = aVend({ expiresAtMs: noon + 5_000_000 });
        await sessions.refresh(session, session, last);
        await sessions.commit(session, last);
        const at = (nowMs: number, status: 'active' | 'expired') =>
          sessions.list({ nowMs, status, limit: 1 }).then(({ items }) => items.length);

        expect(await at(last.expiresAtMs - 1, 'active')).toBe(1);
        expect(await at(last.expiresAtMs - 1, 'expired')).toBe(0);
        expect(await at(last.expiresAtMs, 'active')).toBe(0);
        expect(await at(last.expiresAtMs, 'expired')).toBe(1);
      },
    );

    test('one that lived as long as it may is listed as active to its end', async () => {
      const sessions = (await start()).connect();
      const week = 168 * 3_600_000;
      const old = aSession({ expiresAtMs: noon + week + 3_600_000 });
      await sessions.open(old);
      await sessions.open(aSession({ id: sessionId('00000000000000a2'), lastRequestId: 'other' }));

      const active = await pages(
        { connect: () => sessions },
        { nowMs: old.expiresAtMs - 1, status: 'active', limit: 1 },
      );

      expect(active.map(({ id }) => id)).toEqual([old.id]);
    });

    test('those of one moment are all shown, whatever the page', async () => {
      const fixture = await start();
      const ids = Array.from({ length: 9 }, (_, index) => sessionId(`000000000000000${index}`));
      for (const id of ids) await fixture.connect().open(aSession({ id, lastRequestId: id }));

      const shown = await pages(fixture, { nowMs: noon, limit: 2 });

      expect(shown.map(({ id }) => id).sort()).toEqual(ids);
    });

    test.each(['', 'nonsense', '2026', '{}', 'bnVsbA'])(
      'a page key `%s` is refused',
      async (after) => {
        const sessions = (await start()).connect();

        await expect(sessions.list({ nowMs: noon, limit: 5, after })).rejects.toThrow(
          SentinelError,
        );
      },
    );
  });
}

async function series(start: Start, count: number) {
  const fixture = await start();
  const sessions = fixture.connect();
  const all = Array.from({ length: count }, (_, index) => nth(index));
  await Promise.all(all.map((session) => sessions.open(session)));
  const page = async (query: Omit<SessionQuery, 'nowMs'>) =>
    (await pages(fixture, { ...query, nowMs: noon })).map(({ id }) => id);
  return { fixture, sessions, all, page };
}

async function pages(fixture: SessionsFixture, query: SessionQuery): Promise<Session[]> {
  const { items, after } = await fixture.connect().list(query);
  if (after === undefined) return [...items];
  return [...items, ...(await pages(fixture, { ...query, after }))];
}

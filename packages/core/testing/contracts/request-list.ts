import type { AccessRequest, ShownRequestStatus } from '@sentinel/core/approval/request';
import { SentinelError } from '@sentinel/core/errors';
import type { RequestQuery, Requests } from '@sentinel/core/ports';
import { describe, expect, test } from 'vitest';
import { aRequest, aStep, requestId } from './a-request.ts';
import { noon, profile, subject } from './a-session.ts';
import type { RequestsFixture } from './requests.ts';

type Start = () => Promise<RequestsFixture>;

const minute = 60_000;
const alice = subject('alice@example.com');
const bob = subject('role/ci-deploy');
const statuses = ['pending', 'approved', 'denied', 'cancelled', 'withdrawn'] as const;

/** The n-th of a series, one every 10 hours back in time: alice's and bob's by turns, in every state. */
function nth(index: number): AccessRequest {
  const createdAtMs = noon - index * 600 * minute;
  const status = statuses[index % statuses.length] ?? 'pending';
  const isGrant = status === 'approved' || status === 'withdrawn';
  return aRequest({
    id: requestId(index.toString(16).padStart(16, '0')),
    subject: index % 2 === 0 ? alice : bob,
    profile: profile(index % 3 === 0 ? 'staging' : 'production'),
    status,
    createdAtMs,
    expiresAtMs: createdAtMs + 3000 * minute,
    lastChange: `request-${index}`,
    ...(isGrant && {
      grant: { fromMs: createdAtMs, untilMs: createdAtMs + 4000 * minute },
      approvals: [aStep()],
    }),
  });
}

/** What every adapter of `Requests` must do for lists. `longest`: how many requests there are at most. */
export function requestListContract(name: string, start: Start, longest = 110): void {
  describe(`lists of requests: ${name}`, () => {
    test.each([1, 7, 99, 100])('pages of %i show everything once, newest first', async (limit) => {
      const { all, page } = await series(start, Math.min(longest, limit === 1 ? 20 : 110));

      expect(await page({ limit })).toEqual(idsOf(all));
      expect(await page({ limit, subject: alice })).toEqual(
        idsOf(all.filter((request) => request.subject === alice)),
      );
    });

    test('the last page leads nowhere', async () => {
      const { requests } = await series(start, 10);

      const first = await requests.list({ nowMs: noon, limit: 6 });
      const second = await requests.list({ nowMs: noon, limit: 6, after: first.after ?? '' });

      expect([first.items.length, second.items.length]).toEqual([6, 4]);
      expect(second.after).toBeUndefined();
    });

    const isOver = (endMs: number | undefined) => (endMs ?? 0) <= noon;
    test.each<[ShownRequestStatus, (request: AccessRequest) => boolean]>([
      ['pending', ({ status, expiresAtMs }) => status === 'pending' && !isOver(expiresAtMs)],
      ['approved', ({ status, grant }) => status === 'approved' && !isOver(grant?.untilMs)],
      ['denied', ({ status }) => status === 'denied'],
      ['cancelled', ({ status }) => status === 'cancelled'],
      ['withdrawn', ({ status }) => status === 'withdrawn'],
      [
        'expired',
        ({ status, expiresAtMs, grant }) =>
          (status === 'pending' && isOver(expiresAtMs)) ||
          (status === 'approved' && isOver(grant?.untilMs)),
      ],
    ])('filters those that are %s at that moment', async (status, isShown) => {
      const { all, page } = await series(start, Math.min(longest, 40));
      const shown = all.filter(isShown);

      expect(shown.length).toBeGreaterThan(0);
      expect(await page({ status, limit: 3 })).toEqual(idsOf(shown));
      expect(await page({ status, limit: 3, subject: bob, profile: profile('staging') })).toEqual(
        idsOf(shown.filter((each) => each.subject === bob && each.profile === 'staging')),
      );
    });

    test('filters by profile', async () => {
      const { all, page } = await series(start, 40);

      expect(await page({ profile: profile('staging'), limit: 4 })).toEqual(
        idsOf(all.filter((request) => request.profile === 'staging')),
      );
    });

    test('shows and counts those alone that are to be shown, and ends with the last of them', async () => {
      const { all, requests } = await series(start, 40);
      const isShown = async ({ profile: name }: AccessRequest) => name === 'staging';
      const shown = all.filter((request) => request.profile === 'staging');

      expect(idsOf(await pages(requests, { nowMs: noon, limit: 3, isShown }))).toEqual(
        idsOf(shown),
      );
      expect((await requests.list({ nowMs: noon, limit: shown.length, isShown })).after).toBe(
        undefined,
      );
    });

    test('one that is settled between two pages is neither lost nor shown twice', async () => {
      const { all, requests } = await series(start, 12);
      const first = await requests.list({ nowMs: noon, limit: 5 });
      for (const before of all.filter(({ status }) => status === 'pending')) {
        const after = { ...before, status: 'denied', version: 2, closed: aStep() } as const;
        await requests.change(before, after);
      }

      const second = await requests.list({ nowMs: noon, limit: 50, after: first.after ?? '' });

      expect(idsOf([...first.items, ...second.items])).toEqual(idsOf(all));
    });

    test('those of one moment are all shown, whatever the page', async () => {
      const fixture = await start();
      const ids = Array.from({ length: 9 }, (_, index) => requestId(`000000000000000${index}`));
      for (const [index, id] of ids.entries()) {
        const status = statuses[index % 2] ?? 'pending';
        await fixture.connect().create(aRequest({ id, status }));
      }

      const shown = await pages(fixture.connect(), { nowMs: noon, limit: 2 });

      expect(idsOf(shown)).toEqual([...ids].reverse());
    });

    test.each(['', 'nonsense', '2026', '{}', '2026-01-25T14:30:00.000Z#', 'bnVsbA'])(
      'a page key `%s` is refused',
      async (after) => {
        const requests = (await start()).connect();

        await expect(requests.list({ nowMs: noon, limit: 5, after })).rejects.toThrow(
          SentinelError,
        );
      },
    );
  });
}

async function series(start: Start, count: number) {
  const requests = (await start()).connect();
  const all = Array.from({ length: count }, (_, index) => nth(index));
  await Promise.all(all.map((request) => requests.create(request)));
  const page = async (query: Omit<RequestQuery, 'nowMs'>) =>
    idsOf(await pages(requests, { ...query, nowMs: noon }));
  return { requests, all, page };
}

async function pages(requests: Requests, query: RequestQuery): Promise<readonly AccessRequest[]> {
  const { items, after } = await requests.list(query);
  if (after === undefined) return items;
  return [...items, ...(await pages(requests, { ...query, after }))];
}

function idsOf(requests: readonly AccessRequest[]): readonly string[] {
  return requests.map(({ id }) => id);
}

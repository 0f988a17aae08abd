import type { BreakGlassEvent } from '@sentinel/core/break-glass/event';
import { SentinelError } from '@sentinel/core/errors';
import type { BreakGlasses, EventQuery } from '@sentinel/core/ports';
import { describe, expect, test } from 'vitest';
import { anEvent, eventId } from './a-guard.ts';
import { aStep } from './a-request.ts';
import { noon, profile, subject } from './a-session.ts';
import type { BreakGlassFixture } from './break-glass.ts';

const hour = 3_600_000;
const alice = subject('alice@example.com');
const bob = subject('222233334444:iam/bob');

/** The n-th of a series, one an hour back in time: alice's and bob's by turns, in every state. */
function nth(index: number): BreakGlassEvent {
  const openedAtMs = noon - index * hour;
  const isClosed = index % 4 === 2;
  const isReviewed = index % 4 === 3;
  return anEvent({
    id: eventId(index.toString(16).padStart(16, '0')),
    subject: index % 2 === 0 ? alice : bob,
    profile: profile(index % 3 === 0 ? 'staging' : 'production'),
    openedAtMs,
    endsAtMs: openedAtMs + 2 * hour,
    lastEndMs: openedAtMs + 2 * hour,
    status: isClosed ? 'closed' : 'open',
    version: isClosed || isReviewed ? 2 : 1,
    ...(isClosed && { closed: aStep({ atMs: openedAtMs + 1 }) }),
    review: {
      required: index % 5 !== 0,
      withinSeconds: 3600,
      ...(isReviewed && { done: { ...aStep(), verdict: 'justified' } }),
    },
  });
}

/** What every adapter of `BreakGlasses` must do for lists. `longest`: how many events there are at most. */
export function breakGlassListContract(
  name: string,
  start: () => Promise<BreakGlassFixture>,
  longest = 110,
): void {
  const series = async (count: number) => {
    const breakGlass = (await start()).connect();
    const all = Array.from({ length: Math.min(count, longest) }, (_, index) => nth(index));
    await Promise.all(all.map((event) => breakGlass.putEvent(event)));
    const page = async (query: Omit<EventQuery, 'nowMs'>) =>
      (await pages(breakGlass, { ...query, nowMs: noon })).map(({ id }) => id);
    return { breakGlass, all, page };
  };
  const idsOf = (events: readonly BreakGlassEvent[]) => events.map(({ id }) => id);

  describe(`lists of break-glass events: ${name}`, () => {
    test.each([1, 7, 99, 100])('pages of %i show everything once, newest first', async (limit) => {
      const { all, page } = await series(limit === 1 ? 20 : 110);

      expect(await page({ limit })).toEqual(idsOf(all));
      expect(await page({ limit, subject: alice })).toEqual(
        idsOf(all.filter((event) => event.subject === alice)),
      );
    });

    test('filters by profile, by status as shown then, and by who waits for a review', async () => {
      const { all, page } = await series(40);
      const isOver = (event: BreakGlassEvent) => event.endsAtMs <= noon;
      const waits = ({ review }: BreakGlassEvent) => review.required && review.done === undefined;
      const expected: readonly [Omit<EventQuery, 'nowMs'>, (event: BreakGlassEvent) => boolean][] =
        [
          [{ limit: 3, profile: profile('staging') }, (event) => event.profile === 'staging'],
          [{ limit: 3, status: 'open' }, (event) => event.status === 'open' && !isOver(event)],
          [{ limit: 3, status: 'expired' }, (event) => event.status === 'open' && isOver(event)],
          [{ limit: 3, status: 'closed' }, (event) => event.status === 'closed'],
          [{ limit: 3, isAwaitingReview: true }, waits],
          [
            { limit: 3, isAwaitingReview: true, subject: bob },
            (event) => event.subject === bob && waits(event),
          ],
        ];

      for (const [query, isAsked] of expected) {
        expect(await page(query), JSON.stringify(query)).toEqual(idsOf(all.filter(isAsked)));
      }
    });

    test('shows and counts those alone that are to be shown, and ends with the last of them', async () => {
      const { breakGlass, all, page } = await series(40);
      const isShown = async (event: BreakGlassEvent) => event.profile === 'staging';
      const shown = all.filter((event) => event.profile === 'staging');

      expect(await page({ limit: 3, isShown })).toEqual(idsOf(shown));
      expect((await breakGlass.list({ nowMs: noon, limit: shown.length, isShown })).after).toBe(
        undefined,
      );
    });

    test('one that is reviewed between two pages is neither lost nor shown twice', async () => {
      const { breakGlass, all } = await series(10);
      const query = { nowMs: noon, limit: 4 };
      const first = await breakGlass.list(query);
      const [late] = all.slice(6);
      const [early] = all.slice(1);
      for (const event of [late, early]) {
        if (event === undefined) continue;
        const done = { ...aStep(), verdict: 'unjustified' as const };
        await breakGlass.putEvent({ ...event, version: 5, review: { ...event.review, done } });
      }

      const rest = await pages(breakGlass, { ...query, after: first.after ?? '' });

      expect(idsOf([...first.items, ...rest])).toEqual(idsOf(all));
    });

    test.each(['', 'nonsense', '2026', '{}', 'bnVsbA'])(
      'a page key `%s` is refused',
      async (after) => {
        const breakGlass = (await start()).connect();

        await expect(breakGlass.list({ nowMs: noon, limit: 5, after })).rejects.toThrow(
          SentinelError,
        );
      },
    );
  });
}

async function pages(breakGlass: BreakGlasses, query: EventQuery): Promise<BreakGlassEvent[]> {
  const { items, after } = await breakGlass.list(query);
  if (after === undefined) return [...items];
  return [...items, ...(await pages(breakGlass, { ...query, after }))];
}

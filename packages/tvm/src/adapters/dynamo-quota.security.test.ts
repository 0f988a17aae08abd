import {
  aGuard,
  anEvent,
  aReservation,
  eventId,
  noGuard,
} from '@sentinel/core/testing/contracts/a-guard';
import { noon, person, profile } from '@sentinel/core/testing/contracts/a-session';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type LocalTables, localTables } from '../../testing/local-table.ts';
import { dynamoBreakGlass } from './dynamo-break-glass.ts';

const retentionMs = 400 * 86_400_000;
const hour = 3_600_000;

let tables: LocalTables;
let breakGlass: ReturnType<typeof dynamoBreakGlass>;

beforeAll(async () => {
  tables = await localTables();
  breakGlass = dynamoBreakGlass((await tables.create()).connect(), retentionMs);
});
afterAll(() => tables.close());

/** A place for an event of somebody's own, of the two that there are. */
const place = (nth: number, nowMs = noon) =>
  aReservation({ event: eventId(`00000000000000c${nth}`), person: person(`p${nth}`), nowMs });

describe('SEC-10 the places in the quota of a profile', () => {
  test('SEC-10 no more are taken than it has, however many ask at once', async () => {
    const shared = profile('shared');

    const taken = await Promise.all(
      [1, 2, 3, 4].map((nth) => breakGlass.reserve(shared, place(nth))),
    );

    const have = taken.filter(Boolean);
    expect(have, 'SECURITY VIOLATION: more places than the quota has').toHaveLength(2);
  });

  const { id, openedAtMs } = anEvent();
  const production = profile('production');
  test.each([
    ['is open, or awaits its review', aGuard()],
    [
      'is past',
      aGuard([], { past: [{ id, profile: production, openedAtMs, endedAtMs: noon + 1 }] }),
    ],
  ])('SEC-10 none lapses under an opening that %s', async (what, guard) => {
    const name = profile(`quota-${what.length}`);
    const owner = person(`owner-${what.length}`);
    const event = { ...aReservation(), person: owner };
    await breakGlass.reserve(name, event);
    await breakGlass.reserve(name, place(2));
    await breakGlass.changeGuard(
      { ...noGuard, person: owner },
      { ...guard, person: owner, events: guard.events.map((each) => ({ ...each, person: owner })) },
    );

    const taken = [];
    for (const nth of [3, 4]) taken.push(await breakGlass.reserve(name, place(nth, noon + hour)));

    expect(taken, 'SECURITY VIOLATION: a place lapsed under an opening').toEqual([true, false]);
  });
});

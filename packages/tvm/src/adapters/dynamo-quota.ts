import { lapseMs, windowStart } from '@sentinel/core/break-glass/quota-place';
import { waitBounds } from '@sentinel/core/policy/schema/limits';
import type { BreakGlasses, Reservation } from '@sentinel/core/ports';
import { together } from '@sentinel/core/together';
import { type Key, keys, ttlAttribute } from '../table.ts';
import type { DynamoTable } from './dynamo-table.ts';
import { passedWindows, readWindows, toEntry, type Window, windowAttribute } from './quota-item.ts';

type Quotas = Pick<BreakGlasses, 'reserve' | 'release'>;

type Found = Window['places'][number];

/** Guards read for one reservation, at most, to find places that came to nothing. */
const mostGuards = 50;

/**
 * The quotas of profiles: an item each, in it a set of places for each window. `guardOf` tells whether a place came to
 * an opening.
 */
export function dynamoQuotas(table: DynamoTable, guardOf: BreakGlasses['guard']): Quotas {
  return {
    reserve: async (profile, reservation) => {
      const key = keys.quota(profile);
      if (await take(key, reservation, table)) return true;
      const windows = readWindows((await table.get(key)) ?? {});
      const places = placesWithin(windows, reservation);
      const own = places.filter(({ event }) => event === reservation.event);
      if (own.some(({ atMs }) => reservation.nowMs - atMs <= lapseMs / 2)) return true;
      const free = [...own, ...(await lapsed(places, reservation, guardOf))];
      if (free.length === 0) return false;
      await give(key, { windows, places: free }, table);
      return take(key, reservation, table);
    },
    release: async (profile, { event, person, quota, nowMs }) => {
      const attribute = windowAttribute(quota, nowMs);
      const entry = toEntry({ event, person, atMs: nowMs });
      await table.update({
        key: keys.quota(profile),
        take: { [attribute]: new Set([entry]) },
        when: [[attribute, 'has', entry]],
      });
    },
  };
}

/**
 * Takes a place by one update. What comes back shows the windows of other lengths too: places in those count since
 * the quota's own window began, so that a quota which is edited does not begin anew.
 */
async function take(key: Key, reservation: Reservation, table: DynamoTable): Promise<boolean> {
  const { event, person, quota, nowMs } = reservation;
  const attribute = windowAttribute(quota, nowMs);
  const entry = toEntry({ event, person, atMs: nowMs });
  const keptMs = nowMs + 2 * waitBounds.max * 1000;
  const item = await table.update({
    key,
    set: { [ttlAttribute]: Math.ceil(keptMs / 1000) },
    add: { [attribute]: new Set([entry]) },
    when: [
      {
        either: [
          [attribute, 'absent or smaller', quota.count],
          [attribute, 'has', entry],
        ],
      },
    ],
  });
  if (item === undefined) return false;
  const windows = readWindows(item);
  const places = placesWithin(windows, reservation);
  const isOver = new Set(places.map((place) => place.event)).size > quota.count;
  const spare = places.filter(
    (place) => place.event === event && (place.entry === entry) === isOver,
  );
  if (spare.length > 0) await give(key, { windows, places: spare }, table);
  const passed = passedWindows(windows, quota, nowMs);
  if (passed.length > 0) await table.update({ key, remove: passed });
  return !isOver;
}

async function give(
  key: Key,
  from: { readonly windows: readonly Window[]; readonly places: readonly Found[] },
  table: DynamoTable,
): Promise<void> {
  const given = new Set(from.places.map(({ entry }) => entry));
  const taken = from.windows
    .map(({ attribute, places }) => ({
      attribute,
      entries: places.map(({ entry }) => entry).filter((entry) => given.has(entry)),
    }))
    .filter(({ entries }) => entries.length > 0)
    .map(({ attribute, entries }) => [attribute, new Set(entries)] as const);
  await table.update({ key, take: Object.fromEntries(taken) });
}

/** Places in the quota's window as it is now, whatever its length was when they were taken. */
function placesWithin(windows: readonly Window[], { quota, nowMs }: Reservation): readonly Found[] {
  const startMs = windowStart(quota, nowMs);
  return windows.flatMap(({ places }) => places).filter(({ atMs }) => atMs >= startMs);
}

/** Places, long taken, that no guard names; the newest are looked at first. */
async function lapsed(
  places: readonly Found[],
  { event, nowMs }: Reservation,
  guardOf: BreakGlasses['guard'],
): Promise<readonly Found[]> {
  const old = places
    .filter((place) => place.event !== event && nowMs - place.atMs > lapseMs)
    .sort((one, other) => other.atMs - one.atMs);
  const persons = [...new Set(old.map(({ person }) => person))].slice(0, mostGuards);
  const guards = await together(persons.map((person) => () => guardOf(person)));
  const named = new Set(
    guards.flatMap(({ events, past }) => [...events, ...past]).map(({ id }) => id),
  );
  return old.filter((place) => persons.includes(place.person) && !named.has(place.event));
}

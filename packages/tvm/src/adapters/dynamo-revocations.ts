import { lazily } from '@sentinel/core/contract/lazily';
import { SentinelError } from '@sentinel/core/errors';
import type { RevocationQuery, Revocations } from '@sentinel/core/ports';
import type { Revocation, RevocationId } from '@sentinel/core/revocation/revocation';
import * as z from 'zod/mini';
import { type Key, keys, ttlAttribute } from '../table.ts';
import type { DynamoTable, Item } from './dynamo-table.ts';
import type { Condition } from './expression.ts';
import { readStrictly, timeMs } from './garbled.ts';
import { orReadBack } from './or-read-back.ts';
import { readPage } from './read-page.ts';
import {
  effectAttribute,
  fromRevocationItem,
  toChanged,
  toEffect,
  toRevocationItem,
} from './revocation-item.ts';
import { fromTimeText, toTimeText } from './time-text.ts';

const { pk: partition } = keys.revocation('', '');

/** Sort before and after every time. */
const begin = '0';
const end = '~';

/** A place that was taken and not used for so long is given up: the process that took it has died. */
const abandonedMs = 60_000;

const pointer = lazily(() =>
  z.object({ item_pk: z.string(), item_sk: z.string(), created_at: z.exactOptional(timeMs()) }),
);

/** Revocations in one partition of the table, by time; kept for `retentionMs` after the end of their block. */
export function dynamoRevocations(table: DynamoTable, retentionMs: number): Revocations {
  const find = async (id: RevocationId) => {
    const place = await placeOf(id, table);
    const item = place === undefined ? undefined : await table.get(place);
    return item === undefined ? undefined : fromRevocationItem(item);
  };
  return {
    create: async (revocation) => {
      const createdAtMs = await takePlace(revocation, { retentionMs, table });
      const placed = { ...revocation, createdAtMs };
      const item = toRevocationItem(placed, retentionMs);
      const isNew = await orReadBack(table.create(item), async () =>
        (await table.get(item)) === undefined ? undefined : false,
      );
      return isNew ? placed : ((await find(revocation.id)) ?? taken(revocation.id));
    },

    find,

    change: async (before, after) => {
      const key = keyOf(before);
      const write = async () => {
        const item = await table.update({
          key,
          set: toChanged(after),
          when: [
            ['status', '=', before.status],
            ['version', '=', before.version],
          ],
        });
        return item !== undefined;
      };
      const isChanged = async () => {
        const item = await table.get(key);
        if (item === undefined) return false;
        const { version, lastChange } = fromRevocationItem(item);
        return version === after.version && lastChange === after.lastChange;
      };
      // A client that repeats a write whose reply was lost is told that the condition failed.
      const readBack = async () => (await isChanged()) || undefined;
      return (await orReadBack(write(), readBack)) || isChanged();
    },

    noteEffect: async (id, account, effect) => {
      const key = await placeOf(id, table);
      if (key === undefined) return;
      await table.update({
        key,
        setIfAbsent: { [effectAttribute(account)]: toEffect(effect) },
        when: [['id', '=', id]],
      });
    },

    since: async (atMs) => {
      const found: Revocation[] = [];
      let after: Item | undefined;
      do {
        const page = await table.range({
          partition,
          between: [toTimeText(atMs), end],
          ...(after !== undefined && { after }),
        });
        found.push(...page.items.map(fromRevocationItem));
        after = page.next;
      } while (after !== undefined);
      return found;
    },

    list: async (query) => {
      const where = filterOf(query);
      const page = await readPage(
        {
          limit: query.limit,
          isFiltered: where.length > 0,
          ...(query.after !== undefined && { after: { pk: partition, sk: checked(query.after) } }),
        },
        (from) =>
          table.range({
            partition,
            between: [begin, end],
            newestFirst: true,
            where,
            ...from,
            ...(from.after !== undefined && { after: { pk: partition, sk: from.after['sk'] } }),
          }),
      );
      return {
        items: page.items.map(fromRevocationItem),
        ...(page.after !== undefined && { after: String(page.after['sk']) }),
      };
    },
  };
}

/**
 * Writes the id pointer, or finds the one that is there: the place in it is that of the item. A place that was never
 * used is moved to now: what looks for new revocations looks at recent times only.
 */
async function takePlace(
  revocation: Revocation,
  to: { readonly retentionMs: number; readonly table: DynamoTable },
): Promise<number> {
  const { id, createdAtMs, untilMs } = revocation;
  const { retentionMs, table } = to;
  const { pk: item_pk, sk: item_sk } = keyOf(revocation);
  const place = { item_pk, item_sk, created_at: toTimeText(createdAtMs) };
  const isNew = await orReadBack(
    table.create({
      ...keys.idPointer(id),
      ...place,
      [ttlAttribute]: Math.ceil((untilMs + retentionMs) / 1000),
    }),
    async () => ((await table.get(keys.idPointer(id))) === undefined ? undefined : false),
  );
  if (isNew) return createdAtMs;

  const known = await readPointer(id, table);
  if (known.at + abandonedMs > createdAtMs) return known.at;
  if ((await table.get(known.key)) !== undefined) return known.at;
  const moved = await table.update({
    key: keys.idPointer(id),
    set: place,
    when: [['item_sk', '=', known.key.sk]],
  });
  return moved === undefined ? (await readPointer(id, table)).at : createdAtMs;
}

async function readPointer(
  id: RevocationId,
  table: DynamoTable,
): Promise<{ readonly key: Key; readonly at: number }> {
  const item = await table.get(keys.idPointer(id));
  const place = readStrictly(pointer, item, 'an id pointer');
  // Ids of other kinds of items have pointers too.
  if (place.item_pk !== partition || place.created_at === undefined) return taken(id);
  return { key: { pk: place.item_pk, sk: place.item_sk }, at: place.created_at };
}

async function placeOf(id: RevocationId, table: DynamoTable): Promise<Key | undefined> {
  const item = await table.get(keys.idPointer(id));
  if (item === undefined) return undefined;
  const { item_pk: pk, item_sk: sk } = readStrictly(pointer, item, 'an id pointer');
  return pk === partition ? { pk, sk } : undefined;
}

function keyOf({ createdAtMs, id }: Pick<Revocation, 'createdAtMs' | 'id'>): Key {
  return keys.revocation(toTimeText(createdAtMs), id);
}

function filterOf({ profile, isLive, nowMs }: RevocationQuery): readonly Condition[] {
  const live: readonly Condition[] = [
    ['administrators', '=', true],
    ['status', '<>', 'lifted'],
    ['until', '>', toTimeText(nowMs)],
  ];
  return [
    ...(profile === undefined ? [] : [['profile', '=', profile] as const]),
    ...(isLive === undefined ? [] : live),
  ];
}

function checked(after: string): string {
  const [time = '', id = '', ...rest] = after.split('#');
  if (fromTimeText(time) === undefined || id === '' || rest.length > 0) {
    throw new SentinelError('INTERNAL', 'a page key is malformed');
  }
  return after;
}

function taken(id: RevocationId): never {
  throw new SentinelError('DEPENDENCY_UNAVAILABLE', `\`${id}\` exists already`);
}

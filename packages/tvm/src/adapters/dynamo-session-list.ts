import { SentinelError } from '@sentinel/core/errors';
import type { SessionPage, SessionQuery } from '@sentinel/core/ports';
import { type IndexName, indexes, sessionIndexKeys } from '../table.ts';
import type { DynamoTable, Item } from './dynamo-table.ts';
import type { Condition } from './expression.ts';
import { fromSessionItem } from './session-item.ts';
import { toTimeText } from './time-text.ts';

/** A row of an index: the partition walked, and the key of the item in it after which to go on. */
type Place = { readonly partition: string; readonly after?: Item };

/** So much is asked of the table for one page; a page that is not full by then says where to go on. */
const queriesPerPage = 20;

/** A filter reads more items than it shows. */
const itemsPerFilteredQuery = 200;

/** One page of sessions, newest first, from the index of their owner or, month by month, of all. */
export async function listDynamoSessions(
  query: SessionQuery,
  retentionMs: number,
  table: DynamoTable,
): Promise<SessionPage> {
  const index: IndexName = query.subject === undefined ? 'by-time' : 'by-owner';
  const partitions = partitionsOf(query, retentionMs);
  const where = filterOf(query);
  const found: Item[] = [];
  let place = startOf(query, index, partitions);

  for (let asked = 0; place !== undefined && found.length <= query.limit; asked += 1) {
    if (asked === queriesPerPage) return { items: found.map(read), after: keyOf(place) };
    const { items, next } = await table.query({
      index,
      ...place,
      where,
      limit: where.length === 0 ? query.limit + 1 - found.length : itemsPerFilteredQuery,
    });
    found.push(...items);
    place =
      next === undefined
        ? nextPartition(partitions, place.partition)
        : { partition: place.partition, after: next };
  }

  const shown = found.slice(0, query.limit);
  const last = shown.at(-1);
  const hasMore = last !== undefined && found.length > shown.length;
  return {
    items: shown.map(read),
    ...(hasMore && { after: keyOf({ partition: partitionOf(last, index), after: last }) }),
  };
}

/** The partitions of the index, newest first: the owner's one, or a month each until the retention ends. */
function partitionsOf(query: SessionQuery, retentionMs: number): readonly string[] {
  if (query.subject !== undefined) return [sessionIndexKeys.owner(query.subject)];
  const now = new Date(query.nowMs);
  const oldest = toTimeText(query.nowMs - retentionMs).slice(0, 7);
  const months: string[] = [];
  for (let back = 0; months.at(-1) !== oldest; back += 1) {
    const first = Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - back, 1);
    months.push(toTimeText(first).slice(0, 7));
  }
  return months.map(sessionIndexKeys.month);
}

function nextPartition(partitions: readonly string[], partition: string): Place | undefined {
  const next = partitions[partitions.indexOf(partition) + 1];
  return next === undefined ? undefined : { partition: next };
}

function filterOf({ profile, status, nowMs }: SessionQuery): readonly Condition[] {
  const now = toTimeText(nowMs);
  const conditions: Condition[] = [];
  if (profile !== undefined) conditions.push(['profile', '=', profile]);
  switch (status) {
    case undefined:
      break;
    case 'active':
      conditions.push(['status', '=', 'active'], ['expires_at', '>', now]);
      break;
    case 'expired':
      conditions.push(['status', '=', 'active'], ['expires_at', '<=', now]);
      break;
    case 'ended':
    case 'revoked':
      conditions.push(['status', '=', status]);
  }
  return conditions;
}

function startOf(
  query: SessionQuery,
  index: IndexName,
  partitions: readonly string[],
): Place | undefined {
  if (query.after === undefined) {
    const first = partitions[0];
    return first === undefined ? undefined : { partition: first };
  }
  const [partition, sort, pk, sk, ...rest] = partsOf(query.after);
  if (partition === undefined || !partitions.includes(partition) || rest.length > 0) {
    throw malformed();
  }
  if (sort === undefined) return { partition };
  if (pk === undefined || sk === undefined) throw malformed();
  const key = indexes[index];
  return { partition, after: { pk, sk, [key.pk]: partition, [key.sk]: sort } };
}

/** `[partition]`, or with `[sort key, pk, sk]` of the item after which to go on. */
function keyOf({ partition, after }: Place): string {
  const sort = after?.['gsi1sk'] ?? after?.['gsi2sk'];
  const parts = after === undefined ? [partition] : [partition, sort, after['pk'], after['sk']];
  return Buffer.from(JSON.stringify(parts)).toString('base64url');
}

function partsOf(after: string): readonly string[] {
  try {
    const parts: unknown = JSON.parse(Buffer.from(after, 'base64url').toString());
    if (Array.isArray(parts) && parts.every((part) => typeof part === 'string')) return parts;
  } catch {
    throw malformed();
  }
  throw malformed();
}

function partitionOf(item: Item, index: IndexName): string {
  return String(item[indexes[index].pk]);
}

function read(item: Item) {
  return fromSessionItem(item);
}

function malformed(): SentinelError {
  return new SentinelError('INTERNAL', 'a page key is malformed');
}

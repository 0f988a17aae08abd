import type { AccessRequest, ShownRequestStatus } from '@sentinel/core/approval/request';
import { SentinelError } from '@sentinel/core/errors';
import { requestTtlBounds } from '@sentinel/core/policy/schema/limits';
import type { ListPage, ListQuery } from '@sentinel/core/ports';
import { together } from '@sentinel/core/together';
import { indexes, requestIndexKeys } from '../table.ts';
import type { DynamoTable, Item } from './dynamo-table.ts';
import type { Condition } from './expression.ts';
import { fromRequestItem } from './request-item.ts';
import { toTimeText } from './time-text.ts';

type Query = ListQuery<ShownRequestStatus>;

/** No page costs more reads of an index than this. */
const readsPerPage = 2;

/** A filter reads more items than it shows. */
const itemsPerFilteredRead = 500;

const isPending: Condition = ['status', '=', 'pending'];
const isApproved: Condition = ['status', '=', 'approved'];

/** Items of a list from one place on, newest first, and the place of the last that was looked at if there are more. */
type Stretch = { readonly items: readonly Item[]; readonly end?: string };

/**
 * One page of requests, newest first: an owner's, or those of all from two partitions, pending and settled. Where a
 * page ended is told by the place of a request in time, so that one that is settled meanwhile is neither lost nor
 * shown twice.
 */
export async function listDynamoRequests(
  query: Query,
  table: DynamoTable,
): Promise<ListPage<AccessRequest>> {
  if (query.after !== undefined && !/^[-0-9T:.]{23}Z#[0-9a-f]+$/.test(query.after)) {
    throw new SentinelError('INTERNAL', 'a page key is malformed');
  }
  const partitions = partitionsOf(query);
  const found: Item[] = [];
  let after: string | undefined = query.after;
  let reads = 0;
  do {
    const stretch = await read(query, { partitions, after, found: found.length }, table);
    found.push(...stretch.items);
    after = stretch.end;
    reads += partitions.length;
  } while (
    after !== undefined &&
    found.length <= query.limit &&
    reads + partitions.length <= readsPerPage
  );
  const shown = found.slice(0, query.limit);
  const end = found.length > shown.length ? placeOf(shown.at(-1)) : after;
  return {
    items: shown.map((item) => fromRequestItem(item)),
    ...(end !== undefined && { after: end }),
  };
}

/** Reads each partition once, beside each other, and keeps what no unread item of the other can come before. */
async function read(
  query: Query,
  from: {
    readonly partitions: readonly string[];
    readonly after: string | undefined;
    readonly found: number;
  },
  table: DynamoTable,
): Promise<Stretch> {
  const where = filterOf(query);
  const pages = await together(
    from.partitions.map((partition) =>
      table.query({
        index: query.subject === undefined ? 'by-time' : 'by-owner',
        partition,
        where,
        limit: where.length === 0 ? query.limit + 1 - from.found : itemsPerFilteredRead,
        ...(from.after !== undefined && { before: from.after }),
      }),
    ),
  );
  const end = pages
    .flatMap(({ next }) => (next === undefined ? [] : [placeOf(next)]))
    .sort()
    .at(-1);
  const items = pages
    .flatMap((page) => page.items)
    .filter((item) => end === undefined || placeOf(item) >= end)
    .sort((one, other) => (placeOf(one) < placeOf(other) ? 1 : -1));
  const isOver = end === undefined || end < oldestOf(query);
  return { items: once(items), ...(!isOver && { end }) };
}

/** One that is settled between the two reads is in both; the index of pending ones may lag behind as well. */
function once(items: readonly Item[]): readonly Item[] {
  return items.filter((item, index) => placeOf(item) !== placeOf(items[index - 1]));
}

function partitionsOf({ subject, status }: Query): readonly string[] {
  if (subject !== undefined) return [requestIndexKeys.owner(subject)];
  const [pending, settled] = [requestIndexKeys.state('pending'), requestIndexKeys.state('settled')];
  switch (status) {
    case 'pending':
      return [pending];
    case 'approved':
    case 'denied':
    case 'cancelled':
    case 'withdrawn':
      return [settled];
    case 'expired':
    case undefined:
      return [pending, settled];
    default:
      return status satisfies never;
  }
}

/** No older request is shown: one that is pending has not expired. */
function oldestOf({ status, nowMs }: Query): string {
  return status === 'pending' ? toTimeText(nowMs - requestTtlBounds.max * 1000) : '';
}

function filterOf({ profile, status, nowMs }: Query): readonly Condition[] {
  const now = toTimeText(nowMs);
  const where: Condition[] = [];
  if (profile !== undefined) where.push(['profile', '=', profile]);
  switch (status) {
    case undefined:
      break;
    case 'pending':
      where.push(isPending, ['expires_at', '>', now]);
      break;
    case 'approved':
      where.push(isApproved, ['grant_until', '>', now]);
      break;
    case 'expired':
      where.push(
        { either: [isPending, isApproved] },
        { either: [isPending, ['grant_until', '<=', now]] },
        { either: [isApproved, ['expires_at', '<=', now]] },
      );
      break;
    default:
      where.push(['status', '=', status]);
  }
  return where;
}

/** Sorts as text in the order of time; all rows of an index have one. */
function placeOf(item: Item | undefined): string {
  return String(item?.[indexes['by-owner'].sk] ?? item?.[indexes['by-time'].sk] ?? '');
}

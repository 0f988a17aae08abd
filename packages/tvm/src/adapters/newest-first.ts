import { SentinelError } from '@sentinel/core/errors';
import { together } from '@sentinel/core/together';
import { type IndexName, indexes } from '../table.ts';
import type { DynamoTable, Item } from './dynamo-table.ts';
import type { Condition } from './expression.ts';

/** What one page of a list is made of. */
export type Stretch = {
  readonly index: IndexName;
  /** One or two of them: each is read once. Items sort by the time they were made, and their id. */
  readonly partitions: readonly string[];
  readonly where: readonly Condition[];
  /** Those alone of which this holds; asked of no more than what was read. */
  readonly isShown?: (item: Item) => Promise<boolean>;
  readonly limit: number;
  /** Place after which to go on. */
  readonly after: string | undefined;
  /** No older one is asked for. */
  readonly oldest: string;
};

/** A filter reads more items than it shows. */
const itemsPerFilteredRead = 500;

/**
 * One page of a list, newest first, by one read of each partition. Where a page ended is told by a place in time, so
 * that what moves from one partition to the other meanwhile is neither lost nor shown twice.
 */
export async function newestFirst(
  { index, partitions, where, isShown, limit, after, oldest }: Stretch,
  table: DynamoTable,
): Promise<{ readonly items: readonly Item[]; readonly after?: string }> {
  if (after !== undefined && !/^[-0-9T:.]{23}Z#[0-9a-f]+$/.test(after)) {
    throw new SentinelError('INTERNAL', 'a page key is malformed');
  }
  const placeOf = (item: Item) => String(item[indexes[index].sk]);
  const pages = await together(
    partitions.map(
      (partition) => () =>
        table.query({
          index,
          partition,
          where,
          limit: where.length === 0 && !isShown ? limit + 1 : itemsPerFilteredRead,
          ...(after !== undefined && { before: after }),
        }),
    ),
  );
  // Before this place an item may be unread in one of the partitions.
  const unread = pages
    .flatMap(({ next }) => (next === undefined ? [] : [placeOf(next)]))
    .sort()
    .at(-1);
  const items = new Map<string, Item>();
  for (const item of pages.flatMap((page) => page.items)) items.set(placeOf(item), item);
  const read = [...items]
    .filter(([place]) => unread === undefined || place >= unread)
    .sort(([one], [other]) => (one < other ? 1 : -1));
  const answers =
    isShown &&
    (await together(
      read.map(
        ([, item]) =>
          () =>
            isShown(item),
      ),
    ));
  const found = answers === undefined ? read : read.filter((_, nth) => answers[nth]);
  const shown = found.slice(0, limit);
  const end = found.length > shown.length ? shown.at(-1)?.[0] : unread;
  return {
    items: shown.map(([, item]) => item),
    ...(end !== undefined && end >= oldest && { after: end }),
  };
}

import type { IndexPage, Item } from './dynamo-table.ts';

/** What one page of a list may cost: a filter reads more items than it shows. */
const filtered = [200, undefined] as const;

/**
 * One page of a list, by two reads at most: a page that is not full by then says where to go on. `after` is, or
 * holds, the key of the item after which it does.
 */
export async function readPage(
  query: {
    /** Items of a page. */
    readonly limit: number;
    readonly after?: Item;
    readonly isFiltered: boolean;
  },
  /** `limit`: items to look at; as many as a page of DynamoDB's holds (1 MB) if left out. */
  read: (from: { readonly limit?: number; readonly after?: Item }) => Promise<IndexPage>,
): Promise<{ readonly items: readonly Item[]; readonly after?: Item }> {
  const { limit } = query;
  const found: Item[] = [];
  let { after } = query;
  for (const most of query.isFiltered ? filtered : [limit + 1, limit + 1]) {
    const page = await read({
      ...(most !== undefined && { limit: most }),
      ...(after !== undefined && { after }),
    });
    found.push(...page.items);
    const last = found[limit - 1];
    if (found.length > limit && last !== undefined) {
      return { items: found.slice(0, limit), after: last };
    }
    if (page.next === undefined) return { items: found };
    after = page.next;
  }
  return { items: found, ...(after !== undefined && { after }) };
}

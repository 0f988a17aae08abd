import type { Reply } from '../tvm-client.ts';

/** A page of a list as every list route answers it. */
type Page<Item> = {
  readonly items: readonly Item[];
  readonly next_page_token?: string | undefined;
};

/** What a page is asked by. */
export type PageAsk = { readonly limit: string; readonly page_token?: string };

/** The most that the server gives at once. */
const pageSize = 100;

/** The first `limit` items of a list, page by page; a page that is refused refuses them all. */
export async function collect<Item>(
  limit: number,
  read: (ask: PageAsk) => Promise<Reply<Page<Item>>>,
): Promise<Reply<readonly Item[]>> {
  const items: Item[] = [];
  let token: string | undefined;
  do {
    const left = Math.min(limit - items.length, pageSize);
    const page = await read({
      limit: String(left),
      ...(token === undefined ? {} : { page_token: token }),
    });
    if (!page.ok) return page;
    items.push(...page.answer.items);
    token = page.answer.next_page_token;
  } while (token !== undefined && items.length < limit);
  return { ok: true, answer: items.slice(0, limit) };
}

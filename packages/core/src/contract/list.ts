import * as z from 'zod/mini';
import { profile, text } from './fields.ts';

/** What every list takes; `status` and `view` are its own. */
export function listQuery() {
  return {
    limit: z.optional(
      z
        .string()
        .check(z.regex(/^([1-9][0-9]?|100)$/), z.describe('1 to 100 a page, 50 if left out')),
    ),
    page_token: z.optional(
      z
        .string()
        .check(
          z.minLength(1),
          z.maxLength(1024),
          z.describe('`next_page_token` of the page before; good for the same caller and query'),
        ),
    ),
    profile: z.optional(profile()),
  };
}

/** A page of a list. It may hold fewer than asked for, even none, and yet go on. */
export function pageOf<Item extends z.ZodMiniType>(item: Item) {
  return z.object({
    items: z.array(item),
    next_page_token: z.optional(text('where the next page begins; absent on the last')),
  });
}

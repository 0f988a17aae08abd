import { isDeepStrictEqual } from 'node:util';
import type { Input } from '../http/call.ts';

/** What a write made of one item; an item that is not there is left out. */
export type ItemChange = {
  readonly table: string;
  /** The key attributes, as DynamoDB JSON. */
  readonly keys: Input;
  readonly before?: Input;
  readonly after?: Input;
};

/**
 * Whether a write changed anything: one that did not leaves no record in a stream.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html
 */
export function isChanged({ before, after }: Pick<ItemChange, 'before' | 'after'>): boolean {
  return !isDeepStrictEqual(canonical(before), canonical(after));
}

/** Sets have no order, and a number is the same however it is written. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([type, inside]) => [
      type,
      /^[SNB]S$/.test(type) && Array.isArray(inside) ? [...inside].sort() : canonical(inside),
    ]),
  );
}

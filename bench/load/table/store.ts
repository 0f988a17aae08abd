import { type IndexName, indexes } from '@sentinel/tvm/table';
import { createSorted, type Sorted } from './sorted.ts';
import type { Item } from './value.ts';

/** An item with its JSON, which is most of what an answer is. */
export type Row = { readonly item: Item; readonly json: string };

/** Items in the order of their keys, in the table and its indexes. */
export type Store = {
  get(key: Item): Row | undefined;
  put(item: Item): Row;
  /** Rows of one partition, of the table or an index; `bounds` are of the sort key alone. */
  rows(
    place: IndexName | undefined,
    partition: string,
    bounds: {
      readonly first?: string;
      readonly last?: string;
      /** Whole place of a row that was seen last: what lies behind it in the direction of reading. */
      readonly after?: string;
      readonly isBackwards: boolean;
    },
  ): Generator<Row>;
  /** A row's place in its partition. */
  placeOf(place: IndexName | undefined, item: Item): string;
  /** Every row, in no order. */
  all(): Iterable<Row>;
  size(): number;
};

type Partitions = Map<string, Sorted<Row>>;

const below = '\u0000';
const above = '\uffff';

export function createStore(): Store {
  const rows = new Map<string, Row>();
  const places = new Map<IndexName | undefined, Partitions>([
    [undefined, new Map()],
    ['by-owner', new Map()],
    ['by-time', new Map()],
  ]);
  const each = (item: Item, act: (rows: Sorted<Row>, place: string) => void) => {
    for (const [name, partitions] of places) {
      const partition = textOf(item, attributesOf(name).pk);
      if (partition === undefined) continue;
      const known = partitions.get(partition) ?? createSorted<Row>();
      partitions.set(partition, known);
      act(known, placeOf(name, item));
    }
  };
  const keyOf = (item: Item) => `${textOf(item, 'pk')}${below}${textOf(item, 'sk')}`;

  return {
    get: (key) => rows.get(keyOf(key)),
    put(item) {
      const row = { item, json: JSON.stringify(item) };
      const before = rows.get(keyOf(item));
      if (before !== undefined) each(before.item, (known, place) => known.remove(place));
      rows.set(keyOf(item), row);
      each(item, (known, place) => known.put(place, row));
      return row;
    },
    *rows(name, partition, { first, last, after, isBackwards }) {
      const known = places.get(name)?.get(partition);
      if (known === undefined) return;
      const low = !isBackwards && after !== undefined ? after : first;
      const high = isBackwards && after !== undefined ? after : bound(last);
      const range = {
        isBackwards,
        ...(low !== undefined && { first: low }),
        ...(high !== undefined && { last: high }),
      };
      for (const row of known.range(range)) if (placeOf(name, row.item) !== after) yield row;
    },
    placeOf,
    all: () => rows.values(),
    size: () => rows.size,
  };
}

/** Whatever comes behind the sort key in a place, it lies within. */
function bound(last: string | undefined): string | undefined {
  return last === undefined ? undefined : `${last}${below}${above}`;
}

/** The sort key, and behind it what tells items of an index apart that have the same. */
function placeOf(name: IndexName | undefined, item: Item): string {
  const sort = textOf(item, attributesOf(name).sk) ?? '';
  return `${sort}${below}${textOf(item, 'pk')}${below}${textOf(item, 'sk')}`;
}

function attributesOf(name: IndexName | undefined) {
  return name === undefined ? { pk: 'pk', sk: 'sk' } : indexes[name];
}

function textOf(item: Item, attribute: string): string | undefined {
  const text = item[attribute]?.['S'];
  return typeof text === 'string' ? text : undefined;
}

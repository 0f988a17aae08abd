import { expect, test } from 'vitest';
import type { DynamoTable, IndexQuery } from './dynamo-table.ts';
import { newestFirst } from './newest-first.ts';

/** Two partitions of an index that reads two items at a time, whatever it is asked for. */
const partitions: Readonly<Record<string, readonly number[]>> = {
  awaited: [9, 8, 7, 3],
  settled: [6, 5, 4, 2, 1],
};
const placeOf = (nth: number) => `2026-01-25T14:30:00.00${nth}Z#${nth}`;

async function query({ partition, before = '~' }: IndexQuery) {
  const rest = (partitions[partition] ?? []).map(placeOf).filter((place) => place < before);
  const items = rest.slice(0, 2).map((place) => ({ gsi2sk: place }));
  const last = items.at(-1);
  return { items, ...(rest.length > items.length && last !== undefined && { next: last }) };
}

const unused = () => Promise.reject(new Error('not a list'));
const table: DynamoTable = { get: unused, create: unused, update: unused, range: unused, query };

test.each([1, 2, 3, 9])('pages of %i keep the order of both partitions', async (limit) => {
  const shown: unknown[] = [];
  let after: string | undefined;
  do {
    const page = await newestFirst(
      {
        index: 'by-time',
        partitions: ['awaited', 'settled'],
        where: [['status', '=', 'open']],
        limit,
        after,
        oldest: '',
      },
      table,
    );
    expect(page.items.length).toBeLessThanOrEqual(limit);
    shown.push(...page.items.map((item) => item['gsi2sk']));
    after = page.after;
  } while (after !== undefined);

  expect(shown).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1].map(placeOf));
});

test('looks at many where not all are shown, and goes on where the read had an end', async () => {
  const asked: number[] = [];
  const counting: DynamoTable = {
    ...table,
    query: (one) => {
      asked.push(one.limit);
      return query(one);
    },
  };
  const stretch = {
    index: 'by-time',
    partitions: ['settled'],
    where: [],
    limit: 1,
    after: undefined,
    oldest: '',
  } as const;

  const some = await newestFirst(
    { ...stretch, isShown: async (item) => item['gsi2sk'] === placeOf(6) },
    counting,
  );
  const none = await newestFirst({ ...stretch, isShown: async () => false }, counting);

  expect(some.items).toHaveLength(1);
  expect([none.items, none.after]).toEqual([[], placeOf(5)]);
  expect(asked).toEqual([500, 500]);
});

test('goes no further back than is asked for', async () => {
  const page = await newestFirst(
    {
      index: 'by-time',
      partitions: ['awaited'],
      where: [],
      limit: 2,
      after: undefined,
      oldest: '2026-01-25T14:30:00.009Z',
    },
    table,
  );

  expect(page.after).toBeUndefined();
});

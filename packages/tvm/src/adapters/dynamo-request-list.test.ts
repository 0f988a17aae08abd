import type { AccessRequest } from '@sentinel/core/approval/request';
import type { RequestQuery } from '@sentinel/core/ports';
import { aGrant, aRequest, aStep, requestId } from '@sentinel/core/testing/contracts/a-request';
import { noon, profile, subject } from '@sentinel/core/testing/contracts/a-session';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type LocalTables, localTables } from '../../testing/local-table.ts';
import { dynamoRequests } from './dynamo-requests.ts';
import type { DynamoTable, IndexQuery } from './dynamo-table.ts';
import { toRequestItem } from './request-item.ts';

const retentionMs = 400 * 86_400_000;
/** How many requests there are; `SENTINEL_MANY_REQUESTS=100000` takes minutes. */
const many = Number(process.env['SENTINEL_MANY_REQUESTS'] ?? 5000);
const minute = 60_000;

let tables: LocalTables;
let table: DynamoTable;
beforeAll(async () => {
  tables = await localTables();
  const local = await tables.create();
  await local.fill(
    Array.from({ length: many }, (_, index) => toRequestItem(nth(index), retentionMs)),
  );
  table = local.connect();
}, 600_000);
afterAll(() => tables.close());

/** One a minute back in time: every hundredth pending, the others settled, a fifth of them alice's. */
function nth(index: number): AccessRequest {
  const more = {
    id: requestId(index.toString(16).padStart(16, '0')),
    subject: subject(index % 5 === 0 ? 'alice@example.com' : 'bob@example.com'),
    profile: profile(index % 2 === 0 ? 'production' : 'staging'),
    createdAtMs: noon - index * minute,
    expiresAtMs: noon - index * minute + 30 * 1440 * minute,
  };
  if (index % 100 === 7) return aRequest(more);
  return index % 3 === 0
    ? aRequest({ ...more, status: 'denied', closed: aStep() })
    : aGrant({ ...more, grant: { fromMs: noon, untilMs: noon + minute } });
}

/** One page, and what was read for it. */
async function page(query: Omit<RequestQuery, 'nowMs'>) {
  const reads: IndexQuery[] = [];
  const counting: DynamoTable = {
    ...table,
    query: (asked) => {
      reads.push(asked);
      return table.query(asked);
    },
  };
  const requests = dynamoRequests(counting, retentionMs);
  return { ...(await requests.list({ nowMs: noon, ...query })), reads };
}

describe(`of ${many} requests`, () => {
  test.each<[string, Omit<RequestQuery, 'nowMs' | 'limit'>, number]>([
    ['of all', {}, 2],
    ['of all that are pending', { status: 'pending' }, 1],
    ['of all that are denied', { status: 'denied' }, 1],
    ['of all for one profile', { profile: profile('staging') }, 2],
    ['of one subject', { subject: subject('alice@example.com') }, 1],
    ['of one subject, approved', { subject: subject('alice@example.com'), status: 'approved' }, 1],
  ])('50 %s cost the index few reads', async (_what, query, count) => {
    const { items, reads } = await page({ ...query, limit: 50 });

    expect(items).toHaveLength(50);
    expect(reads).toHaveLength(count);
  });

  test('a page on which nothing is found costs no more, and goes on', async () => {
    const { items, reads, after } = await page({ profile: profile('elsewhere'), limit: 50 });

    expect([items, reads.length]).toEqual([[], 2]);
    expect(after).toBeDefined();
  });

  test('those that are to be shown are found among all that wait by one read', async () => {
    const isShown = async ({ profile: name }: AccessRequest) => name === 'elsewhere';

    const { items, reads, after } = await page({ status: 'pending', limit: 1, isShown });

    expect([items, reads.length]).toEqual([[], 1]);
    expect(after).toBeUndefined();
  });

  test('the first 50 that wait are found at once, without a look at the others', async () => {
    const { items, reads } = await page({ status: 'pending', limit: 50 });

    expect(items).toHaveLength(50);
    expect(items[0]?.id).toBe(requestId('0000000000000007'));
    expect(reads.map(({ partition }) => partition)).toEqual(['request#pending']);
  });

  test('one request is found by its id, and the newest of a profile without the old ones', async () => {
    const requests = dynamoRequests(table, retentionMs);
    const first = nth(0);

    const newest = await requests.ofProfile(first.subject, first.profile, noon - 60 * minute);

    expect(newest.map(({ id }) => id)).toEqual(
      [0, 10, 20, 30, 40, 50, 60].map((index) => nth(index).id),
    );
  });
});

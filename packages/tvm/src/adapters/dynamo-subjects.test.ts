import { subject } from '@sentinel/core/testing/contracts/a-session';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type LocalTables, localTables } from '../../testing/local-table.ts';
import { keys } from '../table.ts';
import { dynamoSubjects } from './dynamo-subjects.ts';

const alice = subject('alice@example.com');
const window = 29_490_000;
const retentionMs = 86_400_000;

let tables: LocalTables;
beforeAll(async () => {
  tables = await localTables();
});
afterAll(() => tables.close());

/** A subject that came once in each of so many windows, ten minutes apart, through a server that counts requests. */
async function visits(count: number) {
  const table = await tables.create();
  const server = await table.faulty();
  const subjects = dynamoSubjects(table.connect(server.url), retentionMs);
  for (let visit = 0; visit < count; visit += 1) {
    await subjects.count(alice, window + visit * 10);
  }
  const item = async () => Object.keys((await table.connect().get(keys.subject(alice))) ?? {});
  return { server, subjects, item };
}

describe('counting in the table', () => {
  test('is one request, also at the start of a window', async () => {
    const { server } = await visits(5);

    expect(server.received).toHaveLength(5);
  });

  test('leaves no windows of a caller who comes every minute', async () => {
    const { subjects, item } = await visits(0);

    for (let minute = 0; minute < 8; minute += 1) await subjects.count(alice, window + minute);

    const rates = (await item()).filter((attribute) => attribute.startsWith('rate_'));
    expect(rates.sort()).toEqual([`rate_${window + 6}`, `rate_${window + 7}`]);
  });

  test('sweeps once the windows left behind are many, by one request more', async () => {
    const { server, item } = await visits(17);

    expect(server.received).toHaveLength(18);
    expect((await item()).filter((attribute) => attribute.startsWith('rate_'))).toEqual([
      `rate_${window + 160}`,
    ]);
  });

  test('refuses nobody because a sweep fails', async () => {
    const { server, subjects } = await visits(16);
    server.fail(undefined, 'drop', 'drop');

    const state = await subjects.count(alice, window + 160);

    expect(state.count).toBe(1);
  });

  test('keeps the item for the retention after the last call', async () => {
    const table = await tables.create();
    await dynamoSubjects(table.connect(), retentionMs).count(alice, window);

    const item = await table.connect().get(keys.subject(alice));

    expect(item?.['ttl']).toBe(window * 60 + 86_400);
  });
});

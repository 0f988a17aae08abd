import { aSession, noon, sessionId, subject } from '@sentinel/core/testing/contracts/a-session';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type LocalTables, localTables } from '../../testing/local-table.ts';
import { dynamoSessions } from './dynamo-sessions.ts';

const retentionMs = 400 * 86_400_000;

let tables: LocalTables;
beforeAll(async () => {
  tables = await localTables();
});
afterAll(() => tables.close());

test('a page of sessions costs two reads of an index at most, whoever asks and whatever for', async () => {
  const table = await tables.create();
  const server = await table.faulty();
  const sessions = dynamoSessions(table.connect(), retentionMs);
  const counted = dynamoSessions(table.connect(server.url), retentionMs);
  for (let index = 0; index < 12; index += 1) {
    const session = aSession({
      id: sessionId(index.toString(16).padStart(16, '0')),
      openedAtMs: noon - index * 30 * 86_400_000,
    });
    await sessions.open(session);
    if (index % 3 === 1) await sessions.end(session, noon);
    if (index % 3 === 2) await sessions.revoke(session, noon);
  }

  const statuses = [undefined, 'active', 'expired', 'ended', 'revoked'] as const;
  const costs: number[] = [];
  for (const status of statuses) {
    for (const owner of [undefined, subject('alice@example.com')]) {
      const before = server.received.length;
      await counted.list({
        nowMs: noon,
        limit: 2,
        ...(status !== undefined && { status }),
        ...(owner !== undefined && { subject: owner }),
      });
      costs.push(server.received.length - before);
    }
  }

  expect(costs).toEqual([2, 1, 1, 1, 1, 1, 1, 1, 1, 1]);
});

import { randomBytes } from 'node:crypto';
import { memoryClock } from '@sentinel/core/memory/clock';
import {
  aSession,
  aVend,
  noon,
  profile,
  subject,
} from '@sentinel/core/testing/contracts/a-session';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { LocalServer } from '../../testing/local-server.ts';
import { type LocalTables, localTables } from '../../testing/local-table.ts';
import { keys } from '../table.ts';
import { dynamoControl } from './dynamo-control.ts';
import { dynamoSessions } from './dynamo-sessions.ts';
import { dynamoSubjects } from './dynamo-subjects.ts';
import { dynamoTrailNotes } from './dynamo-trail-notes.ts';

const retentionMs = 400 * 86_400_000;
const alice = subject('alice@example.com');

let tables: LocalTables;
let server: LocalServer;
let stored: unknown;

beforeAll(async () => {
  tables = await localTables();
  const local = await tables.create();
  server = await local.faulty();
  const table = local.connect(server.url);
  const sessions = dynamoSessions(table, retentionMs);
  const subjects = dynamoSubjects(table, retentionMs);
  const control = dynamoControl(table, { clock: memoryClock(noon), randomBytes });
  await sessions.open(aSession());
  await sessions.find(aSession());
  await sessions.locate(aSession().id);
  await sessions.refresh(aSession(), aSession(), aVend());
  await sessions.refresh(aSession(), aSession(), aVend());
  await sessions.commit(aSession(), aVend());
  stored = await local.connect().get(keys.session(alice, aSession().id));
  await sessions.list({ nowMs: noon, limit: 10 });
  await sessions.list({ nowMs: noon, limit: 10, subject: alice, status: 'active' });
  await sessions.end(aSession(), noon);
  await subjects.count(alice, 1);
  await subjects.read(alice);
  await subjects.readProfile(profile('production'));
  await control.notBeforeMs();
  await control.pageTokenKey();
  await dynamoTrailNotes(table, retentionMs).note('d1', { seq: 0, hash: 'aa' }, noon);
});
afterAll(() => tables.close());

function requests(action: string): readonly Record<string, unknown>[] {
  return server.received
    .filter(({ headers }) => headers['x-amz-target'] === `DynamoDB_20120810.${action}`)
    .map(({ body }) => JSON.parse(body));
}

test('SEC-24 the table is asked only for what the role of the API may', () => {
  const actions = new Set(server.received.map(({ headers }) => headers['x-amz-target']));

  expect(
    [...actions].sort(),
    'SECURITY VIOLATION: the server needs rights beyond the least',
  ).toEqual([
    'DynamoDB_20120810.GetItem',
    'DynamoDB_20120810.PutItem',
    'DynamoDB_20120810.Query',
    'DynamoDB_20120810.UpdateItem',
  ]);
});

test('SEC-11 every read by which something is decided is strongly consistent', () => {
  const reads = requests('GetItem');

  expect(reads.length).toBeGreaterThan(7);
  expect(
    reads.filter((read) => read['ConsistentRead'] !== true),
    'SECURITY VIOLATION: a block or an end may be overlooked',
  ).toEqual([]);
});

test('SEC-11 only lists read an index', () => {
  const indexes = requests('Query').map((query) => query['IndexName']);

  expect(new Set(indexes), 'SECURITY VIOLATION: an index decided something').toEqual(
    new Set(['by-time', 'by-owner']),
  );
});

test('SEC-12 every put is of an item that must not exist yet', () => {
  const conditions = requests('PutItem').map((put) => put['ConditionExpression']);

  expect(conditions, 'SECURITY VIOLATION: a put may overwrite a session').toEqual([
    'attribute_not_exists(pk)',
    'attribute_not_exists(pk)',
  ]);
});

test('SEC-12 a session is kept for the retention after its last vend', () => {
  expect(stored).toMatchObject({
    expires_at: '2026-01-25T15:31:00.000Z',
    ttl: Date.UTC(2026, 0, 25, 15, 31) / 1000 + 400 * 86_400,
  });
});

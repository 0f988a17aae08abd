import { SentinelError } from '@sentinel/core/errors';
import { aRevocation, done } from '@sentinel/core/testing/contracts/a-revocation';
import { aSession, noon, profile, subject } from '@sentinel/core/testing/contracts/a-session';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type LocalTables, localTables } from '../../testing/local-table.ts';
import { keys } from '../table.ts';
import { dynamoRevocations } from './dynamo-revocations.ts';
import { dynamoSessions } from './dynamo-sessions.ts';
import { dynamoSubjects } from './dynamo-subjects.ts';
import { toTimeText } from './time-text.ts';

const retentionMs = 400 * 86_400_000;
const alice = subject('alice@example.com');
const block = { profile: '*', untilMs: noon + 3_600_000 };

let tables: LocalTables;
beforeAll(async () => {
  tables = await localTables();
});
afterAll(() => tables.close());

/** A table, reached as it is and through a server that can be made to fail. */
async function aTable() {
  const table = await tables.create();
  const server = await table.faulty();
  const adapters = (url?: string) => {
    const connected = table.connect(url);
    return {
      table: connected,
      revocations: dynamoRevocations(connected, retentionMs),
      subjects: dynamoSubjects(connected, retentionMs),
      sessions: dynamoSessions(connected, retentionMs),
    };
  };
  return { server, healthy: adapters(), failing: adapters(server.url) };
}

const json = { 'content-type': 'application/x-amz-json-1.0' };
const refusal = {
  status: 500,
  headers: json,
  body: '{"__type":"com.amazonaws.dynamodb.v20120810#InternalServerError"}',
};

describe('SEC-11 a revocation whose reply is lost', () => {
  test('is recognised as made, and found', async () => {
    const { server, healthy, failing } = await aTable();
    server.fail('lost', 'lost', undefined, undefined, 'lost', 'lost');

    expect(await failing.revocations.create(aRevocation())).toEqual(aRevocation());

    expect(
      await healthy.revocations.find(aRevocation().id),
      'SECURITY VIOLATION: a revocation was reported and is not there',
    ).toEqual(aRevocation());
    expect(await healthy.revocations.since(0)).toHaveLength(1);
  });

  test('is recognised as done', async () => {
    const { server, healthy, failing } = await aTable();
    await healthy.revocations.create(aRevocation());
    server.fail('lost', 'lost');

    expect(await failing.revocations.change(aRevocation(), done(aRevocation()))).toBe(true);

    expect((await healthy.revocations.find(aRevocation().id))?.version).toBe(2);
  });

  test.each([
    ['once', ['lost'] as const],
    ['until the client gives up', ['lost', 'lost'] as const],
  ])('blocks once, lost %s', async (_name, losses) => {
    const { server, healthy, failing } = await aTable();

    server.fail(...losses);
    await failing.subjects.block(alice, 'b1', block);
    server.fail(...losses);
    await failing.subjects.blockProfile(profile('production'), 'b1', block.untilMs);

    const states = [
      await healthy.subjects.read(alice),
      await healthy.subjects.readProfile(profile('production')),
    ];
    expect(states.map(({ epoch, blocks }) => [epoch, blocks.size])).toEqual([
      [1, 1],
      [1, 1],
    ]);
  });

  test('lifts, and revokes its session', async () => {
    const { server, healthy, failing } = await aTable();
    await healthy.subjects.block(alice, 'b1', block);
    await healthy.sessions.open(aSession());

    server.fail(undefined, 'lost', 'lost');
    await failing.subjects.unblock(alice, 'b1', noon);
    server.fail('lost', 'lost');
    const revoked = await failing.sessions.revoke(aSession(), noon);

    expect((await healthy.subjects.read(alice)).blocks.get('b1')?.untilMs).toBe(noon);
    expect(revoked?.status).toBe('revoked');
  });
});

describe('SEC-11 a table that fails', () => {
  test.each([
    ['drop', 'drop'],
    ['an inner error', refusal],
    ['half of an answer', { status: 200, headers: json, body: '{"Items":[{"pk":{"S":"rev' }],
    ['another item', { status: 200, headers: json, body: '{"Items":[{"pk":{"S":"x"}}]}' }],
  ] as const)(
    'tells of nothing revoked, blocked or lifted that is not: %s',
    async (_what, fault) => {
      const { server, healthy, failing } = await aTable();
      await healthy.revocations.create(aRevocation());
      await healthy.subjects.block(alice, 'b1', block);
      await healthy.sessions.open(aSession());
      const { revocations, subjects, sessions } = failing;
      server.failAll(fault);

      const calls = [
        () => revocations.create(aRevocation()),
        () => revocations.change(aRevocation(), done(aRevocation())),
        () => revocations.find(aRevocation().id),
        () => revocations.since(0),
        () => revocations.list({ nowMs: noon, limit: 5 }),
        () =>
          revocations.noteEffect(aRevocation().id, '111122223333', { atMs: 1, isWidened: false }),
        () => subjects.block(alice, 'b2', block),
        () => subjects.blockProfile(profile('production'), 'b2', block.untilMs),
        () => subjects.unblock(alice, 'b1', noon),
        () => sessions.revoke(aSession(), noon),
        () => sessions.activeOf(alice, { expiringAfterMs: 0 }),
        () => sessions.findKey('ASIAEXAMPLEEXAMPLE01'),
      ];
      const isEmpty = fault !== 'drop' && fault.body.includes('"x"');
      // An answer without an item says that there is none: of these only the lists bring one.
      for (const call of isEmpty ? [calls[3], calls[4], calls[10]] : calls) {
        expect(
          await call?.().catch((error: unknown) => error),
          `SECURITY VIOLATION: ${call} told of success`,
        ).toMatchObject({
          code: 'DEPENDENCY_UNAVAILABLE',
        });
      }
    },
  );

  test.each<[string, Record<string, unknown>]>([
    ['a status that we do not write', { status: 'DONE' }],
    ['no version', { version: 0 }],
    ['another id', { id: 'f9' }],
    ['another time', { created_at: toTimeText(noon + 1) }],
    ['an end that is none', { until: 'never' }],
    ['a kind that we do not write', { kind: 'role' }],
    ['no subjects', { subjects: [] }],
    ['a profile that cannot be', { profile: '../x' }],
    ['half an effect', { effect_111122223333: { at: toTimeText(noon) } }],
    ['no word of who made it', { administrators: 'yes' }],
  ])('refuses a revocation with %s whole, alone and among others', async (_what, change) => {
    const { healthy } = await aTable();
    const { table, revocations } = healthy;
    await revocations.create(aRevocation());
    await table.update({ key: keys.revocation(toTimeText(noon), aRevocation().id), set: change });

    const reads = [
      () => revocations.find(aRevocation().id),
      () => revocations.since(0),
      () => revocations.list({ nowMs: noon, limit: 5 }),
    ];
    for (const read of reads) {
      expect(
        await read().catch((error: unknown) => error),
        'SECURITY VIOLATION: a garbled revocation was read',
      ).toBeInstanceOf(SentinelError);
    }
  });
});

describe('SEC-11 a process that dies after the id pointer', () => {
  const later = (ms: number) => aRevocation({ createdAtMs: noon + ms });

  test.each([
    ['soon', 1000, 0],
    ['long after, so that what looks for new ones finds it', 3_600_000, 3_600_000],
  ])('is followed by the same call %s', async (_when, afterMs, placedMs) => {
    const { server, healthy, failing } = await aTable();
    server.fail(undefined, 'drop', 'drop', 'drop', 'drop');
    await expect(failing.revocations.create(aRevocation())).rejects.toThrow(SentinelError);
    expect(await healthy.revocations.find(aRevocation().id)).toBeUndefined();

    const made = await Promise.all(
      Array.from({ length: 16 }, () => healthy.revocations.create(later(afterMs))),
    );

    expect(new Set(made.map(({ createdAtMs }) => createdAtMs))).toEqual(new Set([noon + placedMs]));
    expect(await healthy.revocations.since(0)).toEqual([later(placedMs)]);
    expect(await healthy.revocations.find(aRevocation().id)).toEqual(later(placedMs));
  });

  test('an id of something else is taken', async () => {
    const { healthy } = await aTable();
    const { id } = aRevocation();
    await healthy.sessions.open(
      aSession({ id: id as string as ReturnType<typeof aSession>['id'] }),
    );

    await expect(healthy.revocations.create(aRevocation())).rejects.toThrow(SentinelError);
    expect(await healthy.revocations.find(id)).toBeUndefined();
  });
});

test('SEC-11 a page of any list costs two reads at most, and every read is consistent', async () => {
  const { server, healthy, failing } = await aTable();
  const made = Array.from({ length: 210 }, (_, index) =>
    aRevocation({
      id: index.toString(16).padStart(16, '0') as ReturnType<typeof aRevocation>['id'],
      createdAtMs: noon + index,
      isAdministrators: index === 0,
    }),
  );
  await Promise.all(made.map((each) => healthy.revocations.create(each)));
  const costs: number[] = [];
  const walk = async (after?: string): Promise<number> => {
    const before = server.received.length;
    const page = await failing.revocations.list({
      nowMs: noon,
      limit: 50,
      isLive: true,
      ...(after !== undefined && { after }),
    });
    costs.push(server.received.length - before);
    return page.items.length + (page.after === undefined ? 0 : await walk(page.after));
  };

  expect(await walk()).toBe(1);

  expect(Math.max(...costs)).toBeLessThanOrEqual(2);
  expect(server.received.map(({ body }) => JSON.parse(body).ConsistentRead)).not.toContain(false);
});

test('SEC-11 every read by which a revocation is carried out is of the table itself, and consistent', async () => {
  const { server, failing } = await aTable();
  const { revocations, subjects, sessions } = failing;
  await revocations.create(aRevocation());
  await revocations.create(aRevocation());
  await sessions.open(aSession());

  await revocations.change(aRevocation(), done(aRevocation()));
  await revocations.change(aRevocation(), done(aRevocation()));
  await revocations.noteEffect(aRevocation().id, '111122223333', { atMs: noon, isWidened: false });
  await revocations.since(0);
  await subjects.block(alice, 'b1', block);
  await subjects.unblock(alice, 'b1', noon);
  await sessions.activeOf(alice, { expiringAfterMs: 0 });
  await sessions.revoke(aSession(), noon);
  await sessions.findKey('ASIAEXAMPLEEXAMPLE01');

  const reads = server.received
    .filter(({ headers }) => /GetItem|Query/.test(String(headers['x-amz-target'])))
    .map(({ body }) => JSON.parse(body));
  expect(reads.length).toBeGreaterThan(7);
  const weak = reads.filter((read) => read.ConsistentRead !== true || 'IndexName' in read);
  expect(weak, 'SECURITY VIOLATION: a session or block may be overlooked').toEqual([]);
});

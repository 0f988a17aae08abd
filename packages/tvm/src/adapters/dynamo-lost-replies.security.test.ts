import { SentinelError } from '@sentinel/core/errors';
import { aSession, aVend, noon } from '@sentinel/core/testing/contracts/a-session';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aKey, failingTable } from '../../testing/failing-table.ts';
import { type LocalTables, localTables } from '../../testing/local-table.ts';

let tables: LocalTables;
beforeAll(async () => {
  tables = await localTables();
});
afterAll(() => tables.close());

describe('SEC-02 a write whose reply is lost', () => {
  test('SEC-12 of a session is recognised as done', async () => {
    const { healthy, server, failing } = await failingTable(tables);
    server.fail('lost', 'lost', 'lost', 'lost');

    await failing.open(aSession());

    expect(
      await healthy.find(aSession()),
      'SECURITY VIOLATION: a session was reported and is not there',
    ).toEqual(aSession());
    expect(await healthy.locate(aSession().id)).toEqual(aSession());
  });

  test.each([
    ['once', ['lost'] as const],
    ['until the client gives up', ['lost', 'lost'] as const],
  ])('of a refresh counts once, lost %s', async (_name, losses) => {
    const { healthy, server, failing } = await failingTable(tables);
    await healthy.open(aSession());
    server.fail(...losses);

    const refreshed = await failing.refresh(aSession(), aSession(), aVend({ maxVends: 2 }));

    expect(refreshed?.vends, 'one vend counted twice').toBe(2);
    expect((await healthy.find(aSession()))?.vends).toBe(2);
  });

  test('of a commit is recognised as done', async () => {
    const { healthy, server, failing } = await failingTable(tables);
    await healthy.open(aSession());
    server.fail('lost', 'lost');

    expect(await failing.commit(aSession(), aVend())).toBe(true);
  });

  test('SEC-11 of a commit that a revocation overtook is not', async () => {
    const { healthy, server, failing } = await failingTable(tables);
    await healthy.open(aSession());
    await healthy.end(aSession(), noon);
    server.fail('drop', 'drop');

    expect(
      await failing.commit(aSession(), aVend()),
      'SECURITY VIOLATION: a vend was committed after the end',
    ).toBe(false);
  });

  test('of a commit that was never done is a failure', async () => {
    const { healthy, server, failing } = await failingTable(tables);
    await healthy.open(aSession());
    server.fail('drop', 'drop');

    await expect(failing.commit(aSession(), aVend())).rejects.toThrow(SentinelError);
  });

  test('of an end is recognised as done', async () => {
    const { healthy, server, failing } = await failingTable(tables);
    await healthy.open(aSession());
    server.fail('lost', 'lost');

    expect((await failing.end(aSession(), noon + 1))?.endedAtMs).toBe(noon + 1);
  });

  test('of a key is recognised as done', async () => {
    const { server, failing } = await failingTable(tables);
    server.fail('lost', 'lost');

    await failing.putKey(aKey);

    await expect(failing.putKey({ ...aKey, requestId: 'other' })).rejects.toThrow(SentinelError);
  });
});

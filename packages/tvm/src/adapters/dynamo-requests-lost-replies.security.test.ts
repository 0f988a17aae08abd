import { SentinelError } from '@sentinel/core/errors';
import { aGrant, aRequest, aUse } from '@sentinel/core/testing/contracts/a-request';
import { noon } from '@sentinel/core/testing/contracts/a-session';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Fault } from '../../testing/local-server.ts';
import { type LocalTables, localTables } from '../../testing/local-table.ts';
import { dynamoRequests } from './dynamo-requests.ts';

const retentionMs = 400 * 86_400_000;

let tables: LocalTables;
beforeAll(async () => {
  tables = await localTables();
});
afterAll(() => tables.close());

async function start() {
  const table = await tables.create();
  const server = await table.faulty();
  return {
    healthy: dynamoRequests(table.connect(), retentionMs),
    failing: dynamoRequests(table.connect(server.url), retentionMs),
    server,
  };
}

const once: readonly Fault[] = ['lost'];
const twice: readonly Fault[] = ['lost', 'lost'];

describe('SEC-02 a write whose reply is lost', () => {
  test.each([
    ['the pointer, once', once],
    ['the pointer, until the client gives up', twice],
    ['the request, once', [undefined, ...once]],
    ['the request, until the client gives up', [undefined, ...twice]],
  ])('SEC-02 of a new request makes one: %s', async (_name, faults) => {
    const { healthy, failing, server } = await start();
    server.fail(...faults);

    expect(await failing.create(aRequest())).toEqual(aRequest());

    const { items } = await healthy.list({ nowMs: noon, limit: 10 });
    expect(items, 'SECURITY VIOLATION: one call made two requests').toEqual([aRequest()]);
    expect(await healthy.locate(aRequest().id)).toEqual(aRequest());
  });

  test.each([
    ['once', once],
    ['until the client gives up', twice],
  ])('SEC-08 of an approval counts once: %s', async (_name, faults) => {
    const { healthy, failing, server } = await start();
    await healthy.create(aRequest());
    server.fail(...faults);

    expect(await failing.change(aRequest(), aGrant())).toBe(true);

    expect(await healthy.find(aRequest()), 'SECURITY VIOLATION: approved twice').toEqual(aGrant());
  });

  test('SEC-08 of an approval that another has overtaken is not told as done', async () => {
    const { healthy, failing, server } = await start();
    await healthy.create(aRequest({ status: 'denied', version: 2, lastChange: 'other' }));
    server.fail('lost');

    expect(
      await failing.change(aRequest(), aGrant()),
      'SECURITY VIOLATION: a denied request was told as approved',
    ).toBe(false);
  });

  test.each([
    ['once', once],
    ['until the client gives up', twice],
  ])('SEC-09 of a use counts once: %s', async (_name, faults) => {
    const { healthy, failing, server } = await start();
    const grant = aGrant({ maxUses: 1 });
    await healthy.create(grant);
    server.fail(...faults);

    const used = await failing.use(grant, aUse());

    expect(used?.sessionIds, 'SECURITY VIOLATION: counted otherwise').toEqual([aUse().sessionId]);
    expect((await healthy.find(grant))?.sessionIds).toEqual([aUse().sessionId]);
  });

  test('SEC-09 of a use that was never done is a failure', async () => {
    const { healthy, failing, server } = await start();
    await healthy.create(aGrant());
    server.fail('drop', 'drop');

    await expect(
      failing.use(aGrant(), aUse()),
      'SECURITY VIOLATION: a use that was never counted is taken for one',
    ).rejects.toThrow(SentinelError);
    expect((await healthy.find(aGrant()))?.sessionIds).toEqual([]);
  });
});

describe('SEC-08 a process that dies between pointer and request', () => {
  test('SEC-08 leaves an id that nobody finds, and that the same call once more completes', async () => {
    const { healthy, failing, server } = await start();
    server.fail(undefined, 'drop', 'drop', 'drop', 'drop');
    await expect(failing.create(aRequest())).rejects.toThrow(SentinelError);
    expect(await healthy.locate(aRequest().id)).toBeUndefined();

    const again = aRequest({ createdAtMs: noon + 9000, lastChange: 'again' });
    const made = await healthy.create(again);

    // In the place that the first one took, so that no third can take another.
    expect(made).toEqual({ ...again, createdAtMs: noon });
    expect(await healthy.locate(again.id)).toEqual(made);
    expect((await healthy.list({ nowMs: noon, limit: 10 })).items).toEqual([made]);
  });
});

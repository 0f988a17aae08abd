import { randomBytes } from 'node:crypto';
import { memoryClock } from '@sentinel/core/memory/clock';
import { noon } from '@sentinel/core/testing/contracts/a-session';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type LocalTables, localTables } from '../../testing/local-table.ts';
import { keys } from '../table.ts';
import { dynamoControl } from './dynamo-control.ts';

let tables: LocalTables;
beforeAll(async () => {
  tables = await localTables();
});
afterAll(() => tables.close());

async function start() {
  const table = await tables.create();
  const server = await table.faulty();
  const clock = memoryClock(noon);
  const control = dynamoControl(table.connect(server.url), { clock, randomBytes });
  const set = (not_before: unknown) =>
    table.connect().update({ key: keys.control(), set: { not_before } });
  return { server, clock, control, set };
}

test.each([
  ['is kept for 30 seconds', 29_999, 0],
  ['is read anew after 30 seconds', 30_000, noon],
  ['is read anew when the clock was set back', -1, noon],
])('what is void %s', async (_name, passedMs, expected) => {
  const { clock, control, set } = await start();
  await control.notBeforeMs();
  await set(new Date(noon).toISOString());

  clock.advance(passedMs);

  expect(await control.notBeforeMs()).toBe(expected);
});

test('what is void is not taken from an older read when the table fails', async () => {
  const { server, clock, control } = await start();
  await control.notBeforeMs();
  clock.advance(30_000);
  server.failAll('drop');

  await expect(control.notBeforeMs()).rejects.toThrow();
});

test.each([
  ['a number', 17],
  ['a word', 'soon'],
  ['nothing', null],
])('what is void cannot be %s', async (_name, garbage) => {
  const { control, set } = await start();
  await set(garbage);

  await expect(control.notBeforeMs()).rejects.toThrow('garbled');
});

test('the page-token key is read once', async () => {
  const { server, control } = await start();
  const first = await control.pageTokenKey();
  const asked = server.received.length;

  const second = await control.pageTokenKey();

  expect(second).toEqual(first);
  expect(server.received).toHaveLength(asked);
});

test('a random source that fails makes no key', async () => {
  const table = await tables.create();
  const control = dynamoControl(table.connect(), {
    clock: memoryClock(noon),
    randomBytes: () => {
      throw new Error('no entropy');
    },
  });

  await expect(control.pageTokenKey()).rejects.toThrow('no entropy');
});

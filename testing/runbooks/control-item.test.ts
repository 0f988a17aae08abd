import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { dynamoControl } from '@sentinel/tvm/adapters/dynamo-control';
import { type DynamoTable, dynamoTable } from '@sentinel/tvm/adapters/dynamo-table';
import { keys, tableDefinition } from '@sentinel/tvm/table';
import { type LocalDynamo, localDynamo } from '@sentinel/tvm/testing/local-dynamo';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasAwsCli } from './aws-parser.ts';
import { shellOf } from './shell-of-page.ts';

const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' };
let dynamo: LocalDynamo;
let client: DynamoDBClient;
beforeAll(async () => {
  dynamo = await localDynamo();
  client = new DynamoDBClient({ endpoint: dynamo.url, region: 'eu-west-1', credentials });
  await client.send(new CreateTableCommand(tableDefinition('sentinel')));
  await client.send(new CreateTableCommand(tableDefinition('sentinel-restored')));
});
afterAll(() => {
  client.destroy();
  dynamo.close();
});

/** Runs one block of a page, named by the comment before it, by the AWS CLI itself. Its output. */
async function run(page: string, name: string): Promise<string> {
  const text = readFileSync(new URL(`../../docs/runbooks/${page}.md`, import.meta.url), 'utf8');
  const [, behind = ''] = text.split(`<!-- run: ${name} -->`);
  const [block = ''] = shellOf(behind);
  expect(block).toContain('aws dynamodb update-item');
  const child = spawn('sh', ['-eu', '-c', block], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      PATH: process.env['PATH'],
      HOME: '/nonexistent',
      AWS_ENDPOINT_URL: dynamo.url,
      AWS_DEFAULT_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    },
  });
  let printed = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    printed += text;
  });
  const [code] = await once(child, 'close');
  expect(code).toBe(0);
  return printed;
}

/** As a new instance of the server reads it. */
function controlOf(table: DynamoTable) {
  return dynamoControl(table, { clock: { nowMs: () => Date.now() }, randomBytes });
}

// In the tests that count, nothing may be left out for want of a tool.
describe.skipIf(process.env['CI'] === undefined && !hasAwsCli())('the control item by hand', () => {
  test('what a restored table is told voids all that was before, for the server that reads it', async () => {
    const table = dynamoTable(client, 'sentinel-restored');
    expect(await controlOf(table).notBeforeMs()).toBe(0);
    const beforeMs = Math.floor(Date.now() / 1000) * 1000;

    const printed = await run('restore-the-table', 'not-before');

    const notBeforeMs = await controlOf(table).notBeforeMs();
    expect(notBeforeMs).toBeGreaterThanOrEqual(beforeMs);
    expect(printed).toContain(new Date(notBeforeMs).toISOString());
  });

  test('a moment that is written again leaves the key of page tokens', async () => {
    const table = dynamoTable(client, 'sentinel');
    const key = await controlOf(table).pageTokenKey();

    await run('control-item-lost', 'not-before-again');

    expect(await controlOf(table).notBeforeMs()).toBe(Date.parse('2026-01-25T15:10:00.000Z'));
    expect(await controlOf(table).pageTokenKey()).toEqual(key);
  });

  test('a garbled key that is taken away is made anew, and the moment stays', async () => {
    const table = dynamoTable(client, 'sentinel');
    await table.update({
      key: keys.control(),
      set: { not_before: '2026-01-25T15:10:00.000Z', page_token_key: 'garbled' },
    });
    await expect(controlOf(table).pageTokenKey()).rejects.toThrow('garbled');

    await run('control-item-lost', 'key-away');

    expect(await controlOf(table).pageTokenKey()).toHaveLength(32);
    expect(await controlOf(table).notBeforeMs()).toBe(Date.parse('2026-01-25T15:10:00.000Z'));
  });
});

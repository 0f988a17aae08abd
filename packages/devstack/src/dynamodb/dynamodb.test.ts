import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  type PutItemCommandInput,
  QueryCommand,
  ScanCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { tableDefinition } from '@sentinel/tvm/table';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import {
  allowAll,
  clientSettings,
  hub,
  iamWithUser,
  type Keys,
  policy,
  refusalOf,
  region,
  testClock,
} from '../../testing/test-bench.ts';
import type { Fault } from '../http/call.ts';
import { startDynamoDb } from './dynamodb.ts';

const tableArn = `arn:aws:dynamodb:${region}:${hub}:table/sentinel`;
const key = { pk: { S: 'subject#alice' }, sk: { S: 'state' } };

async function openTable(policies: readonly unknown[] = [allowAll], path?: string) {
  const { iam, keys } = iamWithUser(policies);
  const clock = testClock();
  const next: { fault: Fault | undefined } = { fault: undefined };
  const dynamodb = await startDynamoDb({
    iam,
    region,
    clock,
    accountId: hub,
    tables: [tableDefinition('sentinel')],
    faults: () => next.fault,
    ...(path === undefined ? {} : { path }),
  });
  const clientBy = (by: Keys) => new DynamoDBClient(clientSettings(dynamodb.url, by, clock));
  const client = clientBy(keys);
  const put = (ask: Partial<PutItemCommandInput> = {}) =>
    client.send(new PutItemCommand({ TableName: 'sentinel', Item: key, ...ask }));
  return { dynamodb, client, clientBy, keys, put, next };
}

let table: Awaited<ReturnType<typeof openTable>>;

beforeEach(async () => {
  table = await openTable();
});

afterEach(() => table.dynamodb.close());

describe('the table', () => {
  test('is there with its indexes before the first call', async () => {
    await table.put({
      Item: {
        ...key,
        gsi1pk: { S: 'o' },
        gsi1sk: { S: '1' },
        gsi2pk: { S: 't' },
        gsi2sk: { S: '1' },
      },
    });

    const counts = await Promise.all(
      ['by-owner', 'by-time'].map(async (index, at) => {
        const found = await table.client.send(
          new QueryCommand({
            TableName: 'sentinel',
            IndexName: index,
            KeyConditionExpression: '#k = :v',
            ExpressionAttributeNames: { '#k': `gsi${at + 1}pk` },
            ExpressionAttributeValues: { ':v': { S: at === 0 ? 'o' : 't' } },
          }),
        );
        return found.Items?.length;
      }),
    );

    expect(counts).toEqual([1, 1]);
  });

  test('counts calls by operation', async () => {
    await table.put();
    await table.put();
    await table.client.send(new GetItemCommand({ TableName: 'sentinel', Key: key }));

    expect(table.dynamodb.count('PutItem')).toBe(2);
    expect(table.dynamodb.count('GetItem')).toBe(1);
    expect(table.dynamodb.count()).toBe(3);
  });

  test('keeps its data in a directory, if it is given one', async () => {
    const path = await mkdtemp(join(tmpdir(), 'sentinel-table-'));
    onTestFinished(() => rm(path, { recursive: true }));
    const first = await openTable([allowAll], path);
    await first.put();
    await first.dynamodb.close();

    const second = await openTable([allowAll], path);
    const found = await second.client.send(new GetItemCommand({ TableName: 'sentinel', Key: key }));
    await second.dynamodb.close();

    expect(found.Item).toEqual(key);
  });
});

describe('a condition that fails', () => {
  const isNew = { ConditionExpression: 'attribute_not_exists(pk)' };
  const allOld = { ReturnValuesOnConditionCheckFailure: 'ALL_OLD' } as const;
  const stored = { ...key, n: { N: '7' } };

  test.each([
    ['a put', () => table.put({ ...isNew, ...allOld })],
    [
      'an update',
      () =>
        table.client.send(
          new UpdateItemCommand({
            TableName: 'sentinel',
            Key: key,
            UpdateExpression: 'SET n = :new',
            ConditionExpression: 'n = :old',
            ExpressionAttributeValues: { ':new': { N: '8' }, ':old': { N: '6' } },
            ...allOld,
          }),
        ),
    ],
    [
      'a deletion',
      () =>
        table.client.send(
          new DeleteItemCommand({ TableName: 'sentinel', Key: key, ...isNew, ...allOld }),
        ),
    ],
  ])('of %s tells the item, if asked', async (_, write) => {
    await table.put({ Item: stored });

    const error = await refusalOf(write());

    expect(error).toMatchObject({ name: 'ConditionalCheckFailedException', Item: stored });
  });

  test('tells nothing, if not asked or if there is no item', async () => {
    const mustBe = { ConditionExpression: 'attribute_exists(pk)', ...allOld };
    expect(await refusalOf(table.put(mustBe))).not.toHaveProperty('Item.pk');
    await table.put();
    expect(await refusalOf(table.put(isNew))).not.toHaveProperty('Item.pk');
  });

  test('lets one of fifty writers win, and tells the others which', async () => {
    const writers = Array.from({ length: 50 }, (_, at) =>
      table.put({ Item: { ...key, writer: { N: String(at) } }, ...isNew, ...allOld }).then(
        () => ({ won: at }),
        (error: { Item?: { writer?: { N?: string } } }) => ({
          lostTo: Number(error.Item?.writer?.N),
        }),
      ),
    );

    const outcomes = await Promise.all(writers);

    const winner = outcomes.flatMap((one) => ('won' in one ? [one.won] : []));
    expect(winner).toHaveLength(1);
    expect(new Set(outcomes.flatMap((one) => ('lostTo' in one ? [one.lostTo] : [])))).toEqual(
      new Set(winner),
    );
  });
});

describe('permissions', () => {
  const api = policy({
    Effect: 'Allow',
    Action: ['dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:PutItem', 'dynamodb:UpdateItem'],
    Resource: [tableArn, `${tableArn}/index/by-owner`],
  });
  const query = (index?: string) =>
    new QueryCommand({
      TableName: 'sentinel',
      KeyConditionExpression: `${index === undefined ? 'pk' : index === 'by-owner' ? 'gsi1pk' : 'gsi2pk'} = :v`,
      ExpressionAttributeValues: { ':v': { S: 'a' } },
      ...(index === undefined ? {} : { IndexName: index }),
    });

  test.each<[string, () => Promise<unknown>, string | undefined]>([
    ['put', () => table.put(), undefined],
    [
      'get',
      () => table.client.send(new GetItemCommand({ TableName: 'sentinel', Key: key })),
      undefined,
    ],
    ['query', () => table.client.send(query()), undefined],
    ['query an index', () => table.client.send(query('by-owner')), undefined],
    ['query an index that it may not', () => table.client.send(query('by-time')), 'dynamodb:Query'],
    ['scan', () => table.client.send(new ScanCommand({ TableName: 'sentinel' })), 'dynamodb:Scan'],
    [
      'delete',
      () => table.client.send(new DeleteItemCommand({ TableName: 'sentinel', Key: key })),
      'dynamodb:DeleteItem',
    ],
    [
      'read another table',
      () => table.client.send(new GetItemCommand({ TableName: 'other', Key: key })),
      'dynamodb:GetItem',
    ],
  ])('may the api role %s', async (_, call, refused) => {
    await table.dynamodb.close();
    table = await openTable([api]);

    const outcome = await call().catch((error: unknown) => error);

    if (refused === undefined) return expect(outcome).not.toBeInstanceOf(Error);
    expect(outcome).toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining(refused),
    });
  });

  test.each([
    ['an unknown key', { accessKeyId: 'AKIAAAAAAAAAAAAAAAAA' }, 'UnrecognizedClientException'],
    ['another secret', { secretAccessKey: 'x' }, 'InvalidSignatureException'],
  ])('a signature by %s is refused', async (_, change, name) => {
    const client = table.clientBy({ ...table.keys, ...change });

    const call = client.send(new ScanCommand({ TableName: 'sentinel' }));

    expect((await refusalOf(call)).name).toBe(name);
  });
});

describe('a read out of date', () => {
  test.each([
    ['finds nothing', false, undefined],
    ['finds all where it is strongly consistent', true, key],
  ])('%s', async (_, consistent, expected) => {
    await table.put();
    table.next.fault = { kind: 'stale' };

    const found = await table.client.send(
      new GetItemCommand({ TableName: 'sentinel', Key: key, ConsistentRead: consistent }),
    );

    expect(found.Item).toEqual(expected);
  });
});

import {
  BatchWriteItemCommand,
  DeleteItemCommand,
  DynamoDBClient,
  PutItemCommand,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import { tableDefinition } from '@sentinel/tvm/table';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  allowAll,
  clientSettings,
  hub,
  iamWithUser,
  refusalOf,
  region,
  startMs,
  testClock,
} from '../../testing/test-bench.ts';
import type { Fault } from '../http/call.ts';
import { recorder, type StreamRecord } from '../streams/stream-record.ts';
import { startDynamoDb } from './dynamodb.ts';

const TableName = 'sentinel';
const Key = { pk: { S: 'subject#alice' }, sk: { S: 'state' } };
const streamArn = `arn:aws:dynamodb:${region}:${hub}:table/sentinel/stream/1`;

async function openTable() {
  const { iam, keys } = iamWithUser([allowAll]);
  const clock = testClock();
  const records: StreamRecord[] = [];
  const next: { fault: Fault | undefined } = { fault: undefined };
  const record = recorder({ streamArn, region, nowMs: clock.nowMs });
  const dynamodb = await startDynamoDb({
    iam,
    region,
    clock,
    accountId: hub,
    tables: [tableDefinition(TableName)],
    onChange: (change) => void records.push(record(change)),
    faults: () => next.fault,
  });
  const client = new DynamoDBClient(clientSettings(dynamodb.url, keys, clock));
  const put = (more: object = {}) =>
    client.send(new PutItemCommand({ TableName, Item: { ...Key, ...more } }));
  const update = (more: Omit<UpdateItemCommandInput, 'TableName' | 'Key'>) =>
    client.send(new UpdateItemCommand({ TableName, Key, ...more }));
  return { dynamodb, client, put, update, records, next };
}

let table: Awaited<ReturnType<typeof openTable>>;

beforeEach(async () => {
  table = await openTable();
});

afterEach(() => table.dynamodb.close());

const addOne = {
  UpdateExpression: 'ADD n :one',
  ExpressionAttributeValues: { ':one': { N: '1' } },
} as const;

describe('a write', () => {
  test('leaves a record with what was and what is', async () => {
    await table.put({ n: { N: '1' } });
    await table.update(addOne);
    await table.client.send(new DeleteItemCommand({ TableName, Key }));

    const [one, two] = [
      { ...Key, n: { N: '1' } },
      { ...Key, n: { N: '2' } },
    ];
    expect(table.records.map(({ eventName }) => eventName)).toEqual(['INSERT', 'MODIFY', 'REMOVE']);
    expect(table.records).toMatchObject([
      { dynamodb: { Keys: Key, NewImage: one } },
      { dynamodb: { Keys: Key, OldImage: one, NewImage: two } },
      { dynamodb: { Keys: Key, OldImage: two } },
    ]);
    expect(table.records[0]?.dynamodb).not.toHaveProperty('OldImage');
    expect(table.records[2]?.dynamodb).not.toHaveProperty('NewImage');
  });

  test('leaves a record as Lambda hands it over', async () => {
    await table.put();

    expect(table.records).toEqual([
      {
        eventID: expect.stringMatching(/^[0-9a-f]{32}$/),
        eventName: 'INSERT',
        eventVersion: '1.1',
        eventSource: 'aws:dynamodb',
        awsRegion: region,
        eventSourceARN: streamArn,
        dynamodb: {
          ApproximateCreationDateTime: startMs / 1000,
          Keys: Key,
          NewImage: Key,
          SequenceNumber: expect.stringMatching(/^\d{25}$/),
          SizeBytes: expect.any(Number),
          StreamViewType: 'NEW_AND_OLD_IMAGES',
        },
      },
    ]);
  });

  test('whose answer was lost leaves its record', async () => {
    table.next.fault = { kind: 'lost-reply' };

    await refusalOf(table.put());

    expect(table.records).toHaveLength(1);
  });
});

describe('no record is left by', () => {
  test('a condition that fails', async () => {
    await table.put();
    await refusalOf(
      table.client.send(
        new PutItemCommand({
          TableName,
          Item: { ...Key, n: { N: '1' } },
          ConditionExpression: 'attribute_not_exists(pk)',
        }),
      ),
    );

    expect(table.records).toHaveLength(1);
  });

  test('a write that changes nothing, in whatever order a set is written', async () => {
    await table.put({ s: { SS: ['a', 'b'] }, n: { N: '1' } });
    await table.put({ n: { N: '1.0' }, s: { SS: ['b', 'a'] } });
    await table.update({
      UpdateExpression: 'ADD s :a',
      ExpressionAttributeValues: { ':a': { SS: ['a'] } },
    });

    expect(table.records).toHaveLength(1);
  });

  test('a deletion of what is not there', async () => {
    await table.client.send(new DeleteItemCommand({ TableName, Key }));

    expect(table.records).toEqual([]);
  });

  test('a write that the service refused or never did', async () => {
    await refusalOf(table.update({ UpdateExpression: 'SET pk = :x' }));
    table.next.fault = { kind: 'error' };
    await refusalOf(table.put());

    expect(table.records).toEqual([]);
  });
});

test('parallel writes to one item leave their records in the order in which they were made', async () => {
  await table.put({ n: { N: '0' } });
  await Promise.all(Array.from({ length: 40 }, () => table.update(addOne)));

  const images = table.records.slice(1).map(({ dynamodb }) => {
    const { OldImage: { n: before } = {}, NewImage: { n: after } = {} } = dynamodb;
    return [before, after];
  });
  expect(images).toEqual(images.map((_, at) => [{ N: String(at) }, { N: String(at + 1) }]));
  const numbers = table.records.map(({ dynamodb }) => dynamodb.SequenceNumber);
  expect(numbers).toEqual(numbers.toSorted());
  expect(new Set(numbers).size).toBe(41);
});

test('a write of many items, of which no stream would tell, is refused', async () => {
  const write = table.client.send(
    new BatchWriteItemCommand({ RequestItems: { [TableName]: [{ PutRequest: { Item: Key } }] } }),
  );

  expect(await refusalOf(write)).toMatchObject({ name: 'ValidationException' });
});

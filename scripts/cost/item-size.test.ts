import {
  CreateTableCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { indexes, tableDefinition } from '@sentinel/tvm/table';
import { type LocalDynamo, localDynamo } from '@sentinel/tvm/testing/local-dynamo';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { indexUnits, itemBytes, readUnits, writeUnits } from './item-size.ts';

let dynamo: LocalDynamo;
let client: DynamoDBClient;
beforeAll(async () => {
  dynamo = await localDynamo();
  client = new DynamoDBClient({
    endpoint: dynamo.url,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' },
  });
  await client.send(new CreateTableCommand(tableDefinition('sizes')));
});
afterAll(() => {
  client.destroy();
  dynamo.close();
});

test.each([1, 300, 900, 1000, 1100, 3000, 4050, 4200, 9000])(
  'units of an item with a text of %i bytes are what an embedded DynamoDB counts',
  async (length) => {
    const item = marshall({
      pk: `size#${length}`,
      sk: '-',
      text: 'x'.repeat(length),
      count: 29_490_000,
      less: -1.5,
      list: [{ parameter: '/sentinel/directory', version: 12 }],
      names: new Set(['a', 'bc']),
      isTrue: true,
      nothing: null,
    });
    const TableName = 'sizes';

    const put = await client.send(
      new PutItemCommand({ TableName, Item: item, ReturnConsumedCapacity: 'TOTAL' }),
    );
    const get = await client.send(
      new GetItemCommand({
        TableName,
        Key: { pk: item['pk'] ?? { S: '' }, sk: { S: '-' } },
        ConsistentRead: true,
        ReturnConsumedCapacity: 'TOTAL',
      }),
    );

    expect(writeUnits(undefined, item)).toBe(put.ConsumedCapacity?.CapacityUnits);
    expect(readUnits(item)).toBe(get.ConsumedCapacity?.CapacityUnits);
  },
);

const key = indexes['by-time'];
const outside = { pk: { S: 'a' }, sk: { S: '-' } };
const inside = { ...outside, gsi2pk: { S: 'session#other' }, gsi2sk: { S: '1' } };
const moved = { ...inside, gsi2pk: { S: 'session#revoked' } };
const large = { ...inside, text: { S: 'x'.repeat(1500) } };

test.each([
  { name: 'an item that is in no index', before: outside, after: outside, units: 0 },
  { name: 'an item that comes into it', before: undefined, after: inside, units: 1 },
  { name: 'a larger one', before: undefined, after: large, units: 2 },
  { name: 'one that stays where it is', before: large, after: inside, units: 2 },
  { name: 'one that moves: out and in', before: inside, after: moved, units: 2 },
  { name: 'a larger one that leaves', before: large, after: outside, units: 2 },
])('an index takes $units units for $name', ({ before, after, units }) => {
  expect(indexUnits(key, before, after)).toBe(units);
});

test('a value whose size is not known is refused', () => {
  expect(() => itemBytes({ bytes: { B: new Uint8Array(1) } })).toThrow('no size is known of B');
});

import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Database, openDatabase } from './embedded.ts';
import { createTurns } from './in-turn.ts';
import { writeItem } from './write-item.ts';

const table: CreateTableCommandInput = {
  TableName: 'sentinel',
  BillingMode: 'PAY_PER_REQUEST',
  AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
  KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
};

const key = { pk: { S: 'a' } };

let database: Database;

beforeEach(async () => {
  database = openDatabase();
  await database.send('CreateTable', { ...table });
  const isThere = async () =>
    (await database.send('DescribeTable', { TableName: 'sentinel' })).body;
  await expect.poll(isThere).toContain('ACTIVE');
});

afterEach(() => database.close());

test('no other write comes between a condition that fails and the reading of its item', async () => {
  const sent: string[] = [];
  const watched: Database = {
    ...database,
    send: (operation, input) => {
      sent.push(operation);
      return database.send(operation, input);
    },
  };
  const through = { database: watched, inTurn: createTurns() };
  const putNew = () =>
    writeItem(
      {
        operation: 'PutItem',
        input: {
          TableName: 'sentinel',
          Item: { ...key, n: { N: '1' } },
          ConditionExpression: 'attribute_not_exists(pk)',
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        },
      },
      table,
      through,
    );
  const remove = () =>
    writeItem(
      { operation: 'DeleteItem', input: { TableName: 'sentinel', Key: key } },
      table,
      through,
    );
  await putNew();

  const [failed, removed] = await Promise.all([putNew(), remove()]);

  expect(JSON.parse(failed.body)).toMatchObject({ Item: { ...key, n: { N: '1' } } });
  expect(removed.status).toBe(200);
  expect(sent).toEqual(['PutItem', 'PutItem', 'GetItem', 'DeleteItem']);
});

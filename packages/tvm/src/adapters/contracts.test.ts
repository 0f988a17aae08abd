import { afterAll, beforeAll } from 'vitest';
import { dynamoContracts } from '../../testing/dynamo-contracts.ts';
import { type LocalTables, localTables } from '../../testing/local-table.ts';

let tables: LocalTables;
beforeAll(async () => {
  tables = await localTables();
});
afterAll(() => tables.close());

dynamoContracts('in DynamoDB', () => tables.create());

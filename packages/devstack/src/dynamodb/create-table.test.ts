import { tableDefinition } from '@sentinel/tvm/table';
import { expect, test } from 'vitest';
import { createTable } from './create-table.ts';
import { type Database, openDatabase } from './embedded.ts';

const table = tableDefinition('sentinel');

function databaseThat(send: Database['send']): Database {
  return { send, close: async () => undefined };
}

test('a table that is there already is left as it is', async () => {
  const database = openDatabase();
  await createTable(database, table);

  await expect(createTable(database, table)).resolves.toBeUndefined();

  await database.close();
});

test.each<[string, Database['send'], string]>([
  [
    'never becomes ready',
    async () => ({ status: 200, body: '{"Table":{"TableStatus":"CREATING"}}' }),
    'the table `sentinel` was not ready in time',
  ],
  ['is never answered', () => new Promise(() => undefined), 'was not ready in time'],
  ['is refused', async () => ({ status: 400, body: 'no' }), 'could not create the table: no'],
])('a table that %s fails the start', async (_, send, message) => {
  await expect(createTable(databaseThat(send), table, 20)).rejects.toThrow(message);
});

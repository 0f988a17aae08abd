import { tableDefinition } from '@sentinel/tvm/table';
import { expect, test } from 'vitest';
import { createTable } from './create-table.ts';
import { openDatabase } from './embedded.ts';

test('calls under way at its close are answered before it closes', async () => {
  const database = openDatabase();
  await createTable(database, tableDefinition('sentinel'));

  const puts = Array.from({ length: 300 }, (_, at) =>
    database.send('PutItem', {
      TableName: 'sentinel',
      Item: {
        pk: { S: `subject#${at}` },
        sk: { S: 'state' },
        gsi1pk: { S: 'o' },
        gsi1sk: { S: '1' },
      },
    }),
  );
  const closed = database.close();

  const answers = await Promise.all(puts);
  await closed;
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
});

test('a call after its close fails as such', async () => {
  const database = openDatabase();
  await database.close();

  await expect(database.send('ListTables', {})).rejects.toThrow('the database is closed');
});

import { setTimeout } from 'node:timers/promises';
import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb';
import type { Database } from './embedded.ts';

/**
 * Makes a table, unless it is there, and waits until it is ready; a few milliseconds.
 * Throws if that takes longer than `patienceMs`, or if the database refuses it.
 */
export async function createTable(
  database: Database,
  table: CreateTableCommandInput,
  patienceMs = 10_000,
): Promise<void> {
  const over = new AbortController();
  const tooLate = async () => {
    await setTimeout(patienceMs, undefined, over);
    throw new Error(`the table \`${table.TableName}\` was not ready in time`);
  };
  try {
    await Promise.race([create(database, table, over.signal), tooLate()]);
  } finally {
    over.abort();
  }
}

async function create(
  database: Database,
  table: CreateTableCommandInput,
  over: AbortSignal,
): Promise<void> {
  // Streams are no matter of the embedded database.
  const { StreamSpecification: _, ...definition } = table;
  const { status, body } = await database.send('CreateTable', definition);
  if (status !== 200 && !body.includes('ResourceInUseException')) {
    throw new Error(`could not create the table: ${body}`);
  }
  while (!over.aborted && !(await isActive(database, definition.TableName))) await setTimeout(1);
}

async function isActive(database: Database, name: string | undefined): Promise<boolean> {
  const { body } = await database.send('DescribeTable', { TableName: name });
  return body.includes('"TableStatus":"ACTIVE"');
}

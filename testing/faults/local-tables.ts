import {
  type AttributeValue,
  BatchWriteItemCommand,
  CreateTableCommand,
  DeleteTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import { tableDefinition } from '@sentinel/tvm/table';
import { localDynamo } from '@sentinel/tvm/testing/local-dynamo';

export const credentials = {
  accessKeyId: 'AKIDEXAMPLE',
  secretAccessKey: 'secret',
  sessionToken: 'token',
};

/** All items of a table, as DynamoDB writes them. */
export type Items = readonly Readonly<Record<string, AttributeValue>>[];

const atOnce = 25;

/** One DynamoDB of 127.0.0.1, in which tables come, with what is in them, and go. */
export async function localTables() {
  const dynamo = await localDynamo();
  const { url } = dynamo;
  const admin = new DynamoDBClient({ endpoint: url, region: 'eu-west-1', credentials });
  /** A table comes with the next turn of the event loop at the earliest. */
  async function isActive(table: string): Promise<void> {
    for (;;) {
      const { Table: made } = await admin.send(new DescribeTableCommand({ TableName: table }));
      if (made?.TableStatus === 'ACTIVE') return;
    }
  }
  return {
    url,
    async create(table: string, items: Items = []) {
      await admin.send(new CreateTableCommand(tableDefinition(table)));
      await isActive(table);
      for (let from = 0; from < items.length; from += atOnce) {
        const puts = items
          .slice(from, from + atOnce)
          .map((item) => ({ PutRequest: { Item: { ...item } } }));
        await admin.send(new BatchWriteItemCommand({ RequestItems: { [table]: puts } }));
      }
    },
    async itemsOf(table: string): Promise<Items> {
      const { Items: items = [] } = await admin.send(
        new ScanCommand({ TableName: table, ConsistentRead: true }),
      );
      return items;
    },
    async drop(table: string) {
      await admin.send(new DeleteTableCommand({ TableName: table }));
    },
    close() {
      admin.destroy();
      dynamo.close();
    },
  };
}

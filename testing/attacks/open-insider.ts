import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { place } from '@sentinel/devstack/stack/place';
import type { Devstack } from '@sentinel/devstack/stack/start-devstack';
import type { Key } from '@sentinel/tvm/table';
import { type Item, insiderOf } from './firing-range.ts';

const TableName = place.table;

/** Somebody who may write the table past the TVM. */
export type Insider = {
  /** Throws where there is no such row. */
  read(key: Key): Promise<Item>;
  /** Puts a row as it is given, but for members that are undefined. */
  plant(row: Item): Promise<void>;
  close(): void;
};

export function openInsider(stack: Devstack): Insider {
  const client = new DynamoDBClient({
    region: stack.region,
    endpoint: stack.dynamodb.url,
    credentials: insiderOf(stack),
  });
  return {
    async read(key) {
      const { Item } = await client.send(new GetItemCommand({ TableName, Key: marshall(key) }));
      if (Item === undefined) throw new Error(`no row ${key.pk} ${key.sk}`);
      return unmarshall(Item);
    },
    async plant(row) {
      const Item = marshall(row, { removeUndefinedValues: true });
      await client.send(new PutItemCommand({ TableName, Item }));
    },
    close: () => client.destroy(),
  };
}

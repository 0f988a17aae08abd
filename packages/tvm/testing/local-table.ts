import {
  BatchWriteItemCommand,
  CreateTableCommand,
  DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { type DynamoTable, dynamoTable, type Item } from '../src/adapters/dynamo-table.ts';
import { tableDefinition } from '../src/table.ts';
import { localDynamo } from './local-dynamo.ts';
import { type LocalServer, localServer } from './local-server.ts';

export type LocalTables = {
  /** A new, empty table. */
  create(): Promise<LocalTable>;
  close(): Promise<void>;
};

export type LocalTable = {
  /** One more client of its own. `url`: where, if not at the table itself; `patienceMs`: for one try. */
  connect(url?: string, patienceMs?: number): DynamoTable;
  /** Puts many items, cheaply. */
  fill(items: readonly Item[]): Promise<void>;
  /** A server before the table that can be made to fail. */
  faulty(): Promise<LocalServer>;
};

/** Milliseconds: much, because the machine may be busy. */
const patient = 10_000;

const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' };

/** A DynamoDB API on 127.0.0.1. */
export async function localTables(): Promise<LocalTables> {
  const dynamo = await localDynamo();
  const { url } = dynamo;
  const clients: DynamoDBClient[] = [];
  const servers: LocalServer[] = [];
  let created = 0;
  const client = (endpoint: string, tryMs: number) => {
    const made = new DynamoDBClient({
      endpoint,
      region: 'eu-west-1',
      credentials,
      maxAttempts: 2,
      requestHandler: new NodeHttpHandler({ requestTimeout: tryMs, throwOnRequestTimeout: true }),
    });
    clients.push(made);
    return made;
  };
  return {
    create: async () => {
      created += 1;
      const name = `table-${created}`;
      await client(url, patient).send(new CreateTableCommand(tableDefinition(name)));
      return {
        connect: (to = url, patienceMs = patient) =>
          dynamoTable(client(to, patienceMs), name, 2 * patienceMs),
        fill: (items) => fill(client(url, patient), name, items),
        faulty: async () => {
          const faulty = await localServer((received) => forward(received, url));
          servers.push(faulty);
          return faulty;
        },
      };
    },
    close: async () => {
      for (const one of clients) one.destroy();
      await Promise.all(servers.map((one) => one.close()));
      dynamo.close();
    },
  };
}

/** 25 items a request are the most: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html */
async function fill(client: DynamoDBClient, name: string, items: readonly Item[]): Promise<void> {
  const batches = Array.from({ length: Math.ceil(items.length / 25) }, (_, nth) =>
    items.slice(25 * nth, 25 * (nth + 1)),
  );
  const write = async () => {
    for (let batch = batches.pop(); batch !== undefined; batch = batches.pop()) {
      const requests = batch.map((item) => ({
        PutRequest: { Item: marshall(item, { removeUndefinedValues: true }) },
      }));
      await client.send(new BatchWriteItemCommand({ RequestItems: { [name]: requests } }));
    }
  };
  await Promise.all(Array.from({ length: 4 }, write));
}

async function forward(received: LocalServer['received'][number], url: string) {
  const headers = Object.entries(received.headers).filter(([name]) =>
    /^(x-amz|authorization|content-type)/.test(name),
  );
  const answer = await fetch(url, {
    method: received.method,
    headers: headers.map(([name, value]): [string, string] => [name, String(value)]),
    body: received.body,
  });
  const { status } = answer;
  const body = new Uint8Array(await answer.arrayBuffer());
  const checksum = answer.headers.get('x-amz-crc32');
  return {
    status,
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      ...(checksum !== null && { 'x-amz-crc32': checksum }),
    },
    body,
  };
}

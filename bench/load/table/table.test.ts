import { createServer, type Server } from 'node:http';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { dynamoTable } from '@sentinel/tvm/adapters/dynamo-table';
import { dynamoContracts } from '@sentinel/tvm/testing/dynamo-contracts';
import { listen } from '@sentinel/tvm/testing/local-server';
import { afterAll } from 'vitest';
import { textOf } from '../text-of.ts';
import { createTable } from './answer.ts';

const opened: { readonly server: Server; readonly client: DynamoDBClient }[] = [];
afterAll(() => {
  for (const { server, client } of opened) {
    client.destroy();
    server.closeAllConnections();
    server.close();
  }
});

const connect = async () => {
  const table = createTable();
  const server = createServer(async (request, response) => {
    const [, operation = ''] = String(request.headers['x-amz-target']).split('.');
    const { status, body } = table.answer(operation, await textOf(request));
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' }).end(body);
  });
  const client = new DynamoDBClient({
    endpoint: await listen(server),
    region: 'eu-west-1',
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' },
  });
  opened.push({ server, client });
  return { connect: () => dynamoTable(client, 'any') };
};

// Lists are kept short: a page of a megabyte is told of besides.
dynamoContracts('in the table of the load test', connect, 30);

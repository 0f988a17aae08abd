import { once } from 'node:events';
import { type ClientRequest, request, type Server } from 'node:http';
import { duplexPair } from 'node:stream';
import dynalite from 'dynalite';
import type { Input } from '../http/call.ts';

/** What the database answered. */
export type DatabaseAnswer = { readonly status: number; readonly body: string };

/** A DynamoDB API within this process, behind no port of its own. */
export type Database = {
  /** One call, whoever asks; `operation` such as `GetItem`. */
  send(operation: string, input: Input): Promise<DatabaseAnswer>;
  close(): Promise<void>;
};

/** Starts the database; with `path` it keeps its data in that directory. */
export function openDatabase(path?: string): Database {
  const immediately = { createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 };
  const server = dynalite({ ...immediately, ...(path === undefined ? {} : { path }) });
  return {
    send: (operation, input) => exchange(connect(server, operation), JSON.stringify(input)),
    close: () => close(server),
  };
}

/** A connection in memory: nobody can reach the database past the checks in front of it. */
function connect(server: Server, operation: string): ClientRequest {
  const [ours, theirs] = duplexPair();
  server.emit('connection', theirs);
  return request({
    method: 'POST',
    createConnection: () => ours,
    headers: {
      'Content-Type': 'application/x-amz-json-1.0',
      'X-Amz-Target': `DynamoDB_20120810.${operation}`,
      'X-Amz-Date': '-',
      // It asks that there be a signature and does not verify it; the front has done so.
      Authorization: 'AWS4-HMAC-SHA256 Credential=-, SignedHeaders=-, Signature=-',
      Connection: 'close',
    },
  });
}

async function exchange(call: ClientRequest, body: string): Promise<DatabaseAnswer> {
  call.end(body);
  const [response] = await once(call, 'response');
  const chunks: Uint8Array[] = [];
  for await (const chunk of response) chunks.push(chunk);
  return { status: response.statusCode, body: Buffer.concat(chunks).toString('utf8') };
}

async function close(server: Server): Promise<void> {
  // It closes its store only when a server that listened is closed.
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  server.closeAllConnections();
  await new Promise<void>((resolve, reject) =>
    server.close((error) => (error ? reject(error) : resolve())),
  );
}

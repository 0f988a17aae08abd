import { once } from 'node:events';
import { type ClientRequest, request, type Server } from 'node:http';
import { duplexPair } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import dynalite from 'dynalite';
import type { Input } from '../http/call.ts';

/** What the database answered. */
export type DatabaseAnswer = { readonly status: number; readonly body: string };

/** A DynamoDB API within this process, behind no port of its own. */
export type Database = {
  /** One call, whoever asks; `operation` such as `GetItem`. Rejects once the database is being closed. */
  send(operation: string, input: Input): Promise<DatabaseAnswer>;
  /** Takes no more calls, waits until those under way are answered, and closes. */
  close(): Promise<void>;
};

/** How long a close waits for calls under way; each takes milliseconds. */
const patienceMs = 5_000;

/** Starts the database; with `path` it keeps its data in that directory. */
export function openDatabase(path?: string): Database {
  const immediately = { createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 };
  const server = dynalite({ ...immediately, ...(path === undefined ? {} : { path }) });
  const underWay = new Set<Promise<unknown>>();
  let closed: Promise<void> | undefined;

  async function send(operation: string, input: Input): Promise<DatabaseAnswer> {
    if (closed !== undefined) throw new Error('the database is closed');
    const call = exchange(connect(server, operation), JSON.stringify(input));
    underWay.add(call);
    return call.finally(() => underWay.delete(call));
  }

  return {
    send,
    close: () => {
      // A call that finds its store closed would throw where nobody can catch it.
      const late = setTimeout(patienceMs, undefined, { ref: false });
      closed ??= Promise.race([Promise.allSettled(underWay), late]).then(() => close(server));
      return closed;
    },
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

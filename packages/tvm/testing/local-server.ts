import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

export type Received = {
  readonly method: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
};

export type Reply = {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
};

/**
 * `drop`: the connection ends before anything is done; `lost`: it is done, and the reply is lost;
 * `hang`: never answered; `hang-body`: it is done, headers come and the body never does.
 * Any reply: it is not done, and this is answered.
 */
export type Fault = 'drop' | 'lost' | 'hang' | 'hang-body' | Reply;

export type LocalServer = {
  readonly url: string;
  readonly received: readonly Received[];
  /** Faults of the next requests, in order; `undefined` is none. */
  fail(...faults: readonly (Fault | undefined)[]): void;
  /** The fault of all requests from now on; `undefined` ends it. */
  failAll(fault: Fault | undefined): void;
  close(): Promise<void>;
};

/** A server of 127.0.0.1 that answers as told, and fails as told. */
export async function localServer(
  answer: (received: Received) => Reply | Promise<Reply>,
): Promise<LocalServer> {
  const received: Received[] = [];
  const planned: (Fault | undefined)[] = [];
  let always: Fault | undefined;
  const server = createServer(async (request, response) => {
    const one = await receive(request);
    received.push(one);
    const fault = planned.length > 0 ? planned.shift() : always;
    if (fault === 'drop') return void request.socket.destroy();
    if (fault === 'hang') return;
    const reply = typeof fault === 'object' ? fault : await answer(one);
    if (fault === 'lost') return void request.socket.destroy();
    send(response, reply, fault === 'hang-body');
  });
  return {
    url: await listen(server),
    received,
    fail: (...faults) => {
      planned.push(...faults);
    },
    failAll: (fault) => {
      always = fault;
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Address of a server that is made to listen on a free port. */
export async function listen(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('it has no port');
  return `http://127.0.0.1:${address.port}`;
}

async function receive(request: IncomingMessage): Promise<Received> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return {
    method: request.method ?? '',
    headers: request.headers,
    body: Buffer.concat(chunks).toString(),
  };
}

function send(response: ServerResponse, reply: Reply, withoutBody: boolean): void {
  response.writeHead(reply.status, {
    ...reply.headers,
    'content-length': String(Buffer.byteLength(reply.body)),
  });
  if (withoutBody) response.flushHeaders();
  else response.end(reply.body);
}

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { path, turnAway } from './admission.ts';
import type { Keeper } from './keeper.ts';
import { type Spoken, speak, speakError } from './spoken.ts';
import { newToken } from './token.ts';

/** What a child needs to ask for its credentials, and how to end it. */
export type Endpoint = {
  /** `http://127.0.0.1:<port>/credentials` */
  readonly url: string;
  readonly token: string;
  /** Resolves when nothing listens any more and no connection is left. */
  close(): Promise<void>;
};

export type EndpointLimits = {
  /** How long a client may take to send a request. */
  readonly requestMs: number;
  /** How long an answer may wait for the server; the JavaScript SDK gives up after 1 s. */
  readonly patienceMs: number;
  readonly connections: number;
};

export const endpointLimits: EndpointLimits = {
  requestMs: 2_000,
  patienceMs: 700,
  connections: 256,
};

const maxHeaderBytes = 8_192;

const headers = {
  'Content-Type': 'application/json; charset=utf-8',
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
} as const;

/** Serves what `keeper` holds on a random port of 127.0.0.1, to whoever has the token. */
export async function openEndpoint(
  keeper: Pick<Keeper, 'look' | 'settled'>,
  limits: EndpointLimits = endpointLimits,
): Promise<Endpoint> {
  const token = newToken();
  const expected = { host: '', token };
  const server = createServer({
    maxHeaderSize: maxHeaderBytes,
    headersTimeout: limits.requestMs,
    requestTimeout: limits.requestMs,
    connectionsCheckingInterval: Math.min(500, limits.requestMs),
    keepAliveTimeout: 5_000,
    insecureHTTPParser: false,
  });
  server.maxConnections = limits.connections;
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const { method, url: target, httpVersion, rawHeaders } = request;
    const turned = turnAway({ method, target, httpVersion, rawHeaders }, expected);
    if (turned === undefined) {
      answer(keeper, limits, (spoken) => send(response, spoken));
      return;
    }
    response.shouldKeepAlive = false;
    send(response, speakError(turned.status, { Code: turned.code, Message: turned.message }));
  });
  for (const event of ['checkContinue', 'checkExpectation', 'dropRequest'] as const) {
    server.on(event, (request: IncomingMessage) => request.socket.destroy());
  }
  for (const event of ['connect', 'upgrade'] as const) {
    server.on(event, (_request: IncomingMessage, socket: Socket) => socket.destroy());
  }
  server.on('clientError', (_error: Error, socket: Socket) => refuseRaw(socket));

  const listening = Promise.withResolvers<void>();
  server.once('error', listening.reject);
  server.listen({ host: '127.0.0.1', port: 0, exclusive: true }, listening.resolve);
  await listening.promise;
  expected.host = `127.0.0.1:${portOf(server.address())}`;

  return {
    url: `http://${expected.host}${path}`,
    token,
    async close() {
      const closed = Promise.withResolvers<void>();
      server.close(() => closed.resolve());
      server.closeAllConnections();
      await closed.promise;
    },
  };
}

/** Answers at once what is held; waits for the server only where there is nothing good to answer. */
function answer(
  keeper: Pick<Keeper, 'look' | 'settled'>,
  { patienceMs }: EndpointLimits,
  say: (spoken: Spoken) => void,
): void {
  const seen = keeper.look();
  if (seen.kind === 'credentials') {
    say(speak(seen));
    return;
  }
  const { promise: tooLong, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, patienceMs);
  void Promise.race([keeper.settled(), tooLong]).then(() => {
    clearTimeout(timer);
    say(speak(keeper.look()));
  });
}

function send(response: ServerResponse, { status, body }: Spoken): void {
  response.writeHead(status, { ...headers, 'Content-Length': Buffer.byteLength(body) });
  response.end(body);
}

/** What is no HTTP gets no reason. */
function refuseRaw(socket: Socket): void {
  socket.write('HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
  socket.destroySoon();
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('no port to listen on');
  return address.port;
}

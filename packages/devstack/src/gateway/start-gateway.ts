import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { wireRequest } from '../sigv4/wire-request.ts';
import { type Answer, gatewayAnswer } from './answer.ts';
import { limits } from './limits.ts';
import { readBody } from './read-body.ts';
import type { Received } from './received.ts';
import { type Api, respond } from './respond.ts';

type Optional = 'newId' | 'integrationTimeoutMs' | 'onRefused' | 'onFailed';

export type GatewayOptions = Omit<Api, Optional> &
  Partial<Pick<Api, Optional>> & {
    /** The only stage that an API serves at its root. */
    readonly stage?: '$default';
    /** Default: one that is free. */
    readonly port?: number;
    /** How long `close` waits for requests under way. Default: half a second. */
    readonly closeGraceMs?: number;
  };

export type Gateway = {
  /** `http://127.0.0.1:<port>`, without a slash at its end. */
  readonly url: string;
  readonly apiId: string;
  /** Takes no more requests, gives those under way a moment, and leaves no socket open. */
  close(): Promise<void>;
};

type Serving = { readonly api: Api; readonly isClosing: () => boolean };

/**
 * Starts the stand-in of an API Gateway HTTP API with IAM authorization, on loopback only. It verifies
 * signatures, not IAM policies: whoever holds a valid key may invoke.
 * Throws what `listen` throws, such as `EADDRINUSE`.
 */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const api: Api = {
    newId: randomUUID,
    integrationTimeoutMs: limits.integrationTimeoutMs,
    onRefused: () => {},
    onFailed: () => {},
    ...options,
  };
  // The parser's own limit lies above ours, so that most oversized heads get the gateway's answer.
  const server = createServer({ maxHeaderSize: 8 * limits.headBytes }, (message, response) => {
    serve(message, response, { api, isClosing: () => !server.listening }).catch(
      (error: unknown) => {
        api.onFailed(error);
        response.destroy();
      },
    );
  });
  server.on('clientError', refuseUnparsed);
  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${portOf(server)}`,
    apiId: api.apiId,
    close: () => close(server, options.closeGraceMs ?? 500),
  };
}

async function serve(
  message: IncomingMessage,
  response: ServerResponse,
  { api, isClosing }: Serving,
): Promise<void> {
  const requestId = api.newId();
  const body = await readBody(message, limits.bodyBytes);
  if (body === 'aborted') return;
  try {
    const answer =
      body === 'too-large'
        ? gatewayAnswer(413, 'Request Entity Too Large')
        : await respond(received(message, body), requestId, api);
    // A client that keeps its connection would hold up the end of the server.
    if (isClosing()) response.shouldKeepAlive = false;
    send(response, answer, requestId);
  } catch (error) {
    // A header that HTTP cannot carry, from the handler, or a look-up of principals that failed.
    api.onFailed(error);
    send(response, gatewayAnswer(500, 'Internal Server Error'), requestId);
  }
}

function received(message: IncomingMessage, body: Uint8Array): Received {
  return {
    request: wireRequest(message, body),
    protocol: `HTTP/${message.httpVersion}`,
    sourceIp: message.socket.remoteAddress ?? '',
    port: message.socket.localPort ?? 0,
  };
}

function send(response: ServerResponse, answer: Answer, requestId: string): void {
  response.writeHead(answer.status, {
    ...answer.headers,
    ...(answer.cookies.length > 0 && { 'set-cookie': [...answer.cookies] }),
    'content-length': answer.body.length,
    'apigw-requestid': requestId,
  });
  response.end(answer.body);
}

function refuseUnparsed(error: Error & { readonly code?: string }, socket: Socket): void {
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const isTooLarge = error.code === 'HPE_HEADER_OVERFLOW';
  const status = isTooLarge ? '431 Request Header Fields Too Large' : '400 Bad Request';
  const body = JSON.stringify({ message: status.slice(4) });
  socket.end(
    `HTTP/1.1 ${status}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`,
  );
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

async function close(server: Server, graceMs: number): Promise<void> {
  const { promise: closed, resolve } = Promise.withResolvers<void>();
  server.close(() => resolve());
  const timer = setTimeout(() => server.closeAllConnections(), graceMs);
  await closed;
  clearTimeout(timer);
}

import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import type { Row } from './kinds.ts';

/** What may go wrong with a call that no SDK makes. */
export type DirectWay =
  | 'drop'
  | 'server error'
  | 'silence'
  | 'throttle'
  | 'slow'
  | 'half'
  | 'cut off'
  | 'silent body'
  | 'empty'
  | 'page'
  | 'no HTTP';

/** `for good`: it befalls every further try, too. */
export type Direct = DirectWay | `${DirectWay} for good`;

const failing = {
  throw: { ways: ['drop', 'server error', 'drop for good', 'server error for good'] },
  timeout: { ways: ['silence', 'silence for good'] },
  throttle: { ways: ['throttle', 'throttle for good'] },
  slow: { ways: ['slow'] },
} as const;

/** Calls of the functions that are made without an SDK, each with every kind. */
export const directMatrix = {
  GetCallerIdentity: {
    ...failing,
    partial: { ways: ['half', 'cut off', 'silent body', 'empty'] },
    garbage: { ways: ['page', 'no HTTP'] },
    stale: { none: 'it reads nothing that changes: who signed is in the signature' },
    'lost reply': { none: 'a read leaves nothing behind: that its answer is lost is `throw`' },
  },
  Webhook: {
    ...failing,
    partial: { none: 'of an answer its status is read alone, and all of that is in one line' },
    garbage: { ways: ['no HTTP', 'no HTTP for good'] },
    stale: { none: 'it reads nothing' },
    'lost reply': { none: 'it is `drop`: the message was taken when the connection ends' },
  },
} as const satisfies Readonly<Record<string, Row<Direct>>>;

export type DirectCall = keyof typeof directMatrix;

/** Milliseconds: less than anybody's patience. */
const slowMs = 8;

/** A server's listener that fails as is planned: the first time, or always. */
export function failingListener(answer: { readonly contentType: string; readonly body: string }) {
  let planned: Direct | undefined;
  let calls = 0;
  const listener: RequestListener = (request, response) => {
    calls += 1;
    const way = planned;
    if (way?.endsWith(' for good') !== true) planned = undefined;
    misbehave(way, { request, response, answer });
  };
  return {
    listener,
    plan(way: Direct | undefined) {
      planned = way;
      calls = 0;
    },
    calls: () => calls,
  };
}

async function misbehave(
  way: Direct | undefined,
  about: {
    readonly request: IncomingMessage;
    readonly response: ServerResponse;
    readonly answer: { readonly contentType: string; readonly body: string };
  },
): Promise<void> {
  const { request, response, answer } = about;
  const { body } = answer;
  const headers = { 'content-type': answer.contentType, connection: 'close' };
  const whole = { ...headers, 'content-length': String(Buffer.byteLength(body) + 1) };
  const half = body.slice(0, body.length / 2);
  switch (way?.replace(/ for good$/, '')) {
    case 'drop':
      return void request.socket.destroy();
    case 'server error':
      return void response.writeHead(500, headers).end('canary');
    case 'silence':
      return;
    case 'throttle':
      return void response.writeHead(429, headers).end();
    case 'slow':
      await setTimeout(slowMs);
      return void response.writeHead(200, headers).end(body);
    case 'half':
      return void response.writeHead(200, headers).end(half);
    case 'cut off':
      response.writeHead(200, whole).write(body, () => request.socket.destroy());
      return;
    case 'silent body':
      return void response.writeHead(200, whole).write(body);
    case 'empty':
      return void response.writeHead(200, headers).end();
    case 'page':
      return void response
        .writeHead(200, { ...headers, 'content-type': 'text/html' })
        .end('<!doctype html>canary');
    case 'no HTTP':
      return void request.socket.end('220 canary ready\r\n\r\n');
    default:
      return void response.writeHead(200, headers).end(body);
  }
}

import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Signature, verifySignature } from './verify-signature.ts';

/** A request as the server saw it. */
export type Seen = {
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: unknown;
  readonly signature: Signature | undefined;
};

/** What to answer; `body` that is no text is sent as JSON. `hangUp`: close the connection instead. */
export type Answer = {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly hangUp?: boolean;
};

export type TvmServer = {
  readonly url: string;
  readonly port: number;
  readonly seen: readonly Seen[];
  [Symbol.asyncDispose](): Promise<void>;
};

/** The secret that requests to the server must be signed with. */
export const baseSecret = 'base-secret-that-must-never-be-shown';

/** A real HTTP server on loopback that checks signatures and answers in turn; the last answer repeats. */
export async function startTvm(
  answers: readonly Answer[] | ((seen: Seen) => Answer),
): Promise<TvmServer> {
  const seen: Seen[] = [];
  const server = createServer(async (request, response) => {
    const text = await textOf(request);
    const one = {
      method: request.method ?? '',
      target: request.url ?? '',
      headers: request.headers,
      body: text === '' ? undefined : JSON.parse(text),
      signature: verifySignature(request, text, baseSecret),
    };
    seen.push(one);
    const answer =
      typeof answers === 'function'
        ? answers(one)
        : answers[Math.min(seen.length, answers.length) - 1];
    if (answer === undefined || answer.hangUp) {
      request.socket.destroy();
      return;
    }
    const { status = 200, headers = {}, body = {} } = answer;
    const type = { 'content-type': 'application/json; charset=utf-8' };
    response.writeHead(status, { ...type, ...headers });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // Listening on TCP, it has such an address.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    seen,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

import type { ClientRequest, IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Endpoint } from './endpoint.ts';
import { localhostOnly } from './localhost.ts';
import { proxyAgent } from './proxy.ts';
import { requester } from './requester.ts';
import type { Signed } from './signing.ts';

/** An HTTP answer as it came. */
export type HttpAnswer = {
  readonly status: number;
  /** Lower-case names; repeated ones joined as Node does. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string;
};

/**
 * Why there is no answer. `unsent`: no byte of the request left; `lost`: it may have arrived;
 * `untrusted`: the server's certificate does not hold, nothing was sent.
 */
export type NoAnswer = {
  readonly failed: 'unsent' | 'lost' | 'untrusted' | 'too-large' | 'cancelled';
  /** Code of Node, such as `ECONNREFUSED`. */
  readonly reason: string;
};

export type Limits = {
  readonly connectMs: number;
  /** From the start to the last byte. */
  readonly totalMs: number;
  readonly maxBytes: number;
};

/** The API's gateway gives up after 30 s itself, and no answer of a Lambda is larger than 6 MB. */
export const defaultLimits: Limits = { connectMs: 5_000, totalMs: 25_000, maxBytes: 6_291_456 };

/** Where and how to send. */
export type Route = {
  readonly endpoint: Endpoint;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly limits: Limits;
  readonly signal?: AbortSignal;
};

/** Unknown issuer: the system's store may know it. */
const unknownIssuer = new Set([
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
]);

/**
 * Sends one signed request to the endpoint and nowhere else: no redirect is followed, certificates are
 * always verified, whatever `NODE_TLS_REJECT_UNAUTHORIZED` says. Throws `CliError` for a bad proxy or bundle.
 */
export async function send(signed: Signed, route: Route): Promise<HttpAnswer | NoAnswer> {
  if (route.endpoint.protocol === 'http:') return once(signed, route, {});
  const { bundleCertificates, withSystemCertificates } = await import('./trust.ts');
  const agent = await proxyAgent(route.endpoint, route.env);
  const ca = await bundleCertificates(route.env);
  const answer = await once(signed, route, { agent, ca });
  if (ca !== undefined || !('failed' in answer) || !unknownIssuer.has(answer.reason)) return answer;
  const more = withSystemCertificates();
  return more.length === 0 ? answer : once(signed, route, { agent, ca: more });
}

type Connection = {
  readonly agent?: Awaited<ReturnType<typeof proxyAgent>>;
  readonly ca?: readonly string[] | undefined;
};

async function once(
  signed: Signed,
  route: Route,
  connection: Connection,
): Promise<HttpAnswer | NoAnswer> {
  const start = await requester(route.endpoint.protocol);
  const { endpoint, limits } = route;
  return new Promise((resolve) => {
    let isConnected = false;
    let stopped: NoAnswer | undefined;
    const request = start({
      host: endpoint.hostname,
      port: endpoint.port,
      method: signed.method,
      path: signed.target,
      headers: { ...signed.headers },
      agent: connection.agent ?? false,
      ...(endpoint.hostname === 'localhost' ? { lookup: localhostOnly } : {}),
      ...(connection.ca === undefined ? {} : { ca: [...connection.ca] }),
      ...(endpoint.protocol === 'https:' ? { rejectUnauthorized: true } : {}),
    });
    const stop = (why: NoAnswer) => {
      stopped ??= why;
      request.destroy();
    };
    const timeout = () => stop({ failed: isConnected ? 'lost' : 'unsent', reason: 'ETIMEDOUT' });
    const cancel = () => stop({ failed: 'cancelled', reason: 'ABORTED' });
    const connectTimer = setTimeout(timeout, limits.connectMs);
    const totalTimer = setTimeout(timeout, limits.totalMs);
    const settle = (outcome: HttpAnswer | NoAnswer) => {
      clearTimeout(connectTimer);
      clearTimeout(totalTimer);
      route.signal?.removeEventListener('abort', cancel);
      resolve(stopped ?? outcome);
    };
    const fail = (error: Error) => settle(noAnswer(error, isConnected));

    request.on('error', fail);
    request.on('close', () =>
      settle({ failed: isConnected ? 'lost' : 'unsent', reason: 'CLOSED' }),
    );
    request.on('response', (response) => read(response, { limits, stop, settle, fail }));
    onceConnected(request, endpoint, () => {
      isConnected = true;
      clearTimeout(connectTimer);
    });
    route.signal?.addEventListener('abort', cancel);
    if (route.signal?.aborted) cancel();
    request.end(signed.body);
  });
}

type Reading = {
  readonly limits: Limits;
  readonly stop: (why: NoAnswer) => void;
  readonly settle: (outcome: HttpAnswer) => void;
  readonly fail: (error: Error) => void;
};

function read(response: IncomingMessage, to: Reading): void {
  const chunks: Buffer[] = [];
  let size = 0;
  response.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size > to.limits.maxBytes) to.stop({ failed: 'too-large', reason: 'TOO_LARGE' });
    else chunks.push(chunk);
  });
  response.on('error', to.fail);
  response.on('end', () =>
    to.settle({
      status: response.statusCode ?? 0,
      headers: response.headers,
      body: new TextDecoder().decode(Buffer.concat(chunks)),
    }),
  );
}

// Over TLS nothing of the request leaves before the handshake is done and the certificate holds.
function onceConnected(request: ClientRequest, endpoint: Endpoint, connected: () => void): void {
  request.on('socket', (socket: Socket) => {
    if (endpoint.protocol === 'https:') socket.once('secureConnect', connected);
    else if (socket.connecting) socket.once('connect', connected);
    else connected();
  });
}

function noAnswer(error: Error, isConnected: boolean): NoAnswer {
  const reason = 'code' in error && typeof error.code === 'string' ? error.code : error.name;
  if (isConnected) return { failed: 'lost', reason };
  return { failed: isOfTrust(reason) ? 'untrusted' : 'unsent', reason };
}

function isOfTrust(reason: string): boolean {
  return (
    unknownIssuer.has(reason) || /^(CERT_|ERR_TLS_CERT|HOSTNAME_MISMATCH|INVALID_CA)/.test(reason)
  );
}

import { createHash, createHmac } from 'node:crypto';
import { Agent, request } from 'node:http';
import { performance } from 'node:perf_hooks';
import { keysOf, type Person, place } from './people.ts';
import { textOf } from './text-of.ts';

/** One call of the API. */
export type Ask = {
  readonly who: Person;
  readonly method: 'GET' | 'POST';
  readonly path: string;
  /** Without its `?`, names in order. */
  readonly query?: string;
  readonly body?: object;
};

/** What came back, and what it took. */
export type Reply = {
  readonly status: number;
  readonly body: string;
  /** Milliseconds on this process's clock. */
  readonly sentAtMs: number;
  readonly cameAtMs: number;
  readonly requestId: string;
  /** What the gateway and the instance measured; absent where no instance answered. */
  readonly inside?: Inside;
};

/** Milliseconds, but for `calls` and `isCold`. */
export type Inside = {
  /** In the gateway, before an instance was free. */
  readonly queueMs: number;
  readonly isCold: boolean;
  /** Of the handler, from event to answer. */
  readonly handlerMs: number;
  /** Of that, while an answer of AWS was awaited. */
  readonly waitedMs: number;
  /** CPU of the instance's process and of its main thread alone. */
  readonly cpuMs: number;
  readonly threadMs: number;
  /** Calls to AWS. */
  readonly calls: number;
  /** Of the call before it in that instance: outside AWS, and what collecting garbage took of the whole. */
  readonly last?: { readonly outsideMs: number; readonly collectingMs: number };
};

/** Sends signed calls over connections that stay open. */
export function createCaller(url: string) {
  const agent = new Agent({
    keepAlive: true,
    maxSockets: Number.POSITIVE_INFINITY,
    // The gateway ends idle connections after five seconds: none is used that it may be ending.
    agentKeepAliveTimeoutBuffer: 3000,
  });
  const { host, hostname, port } = new URL(url);
  return {
    call({ who, method, path, query = '', body }: Ask): Promise<Reply> {
      const text = body === undefined ? '' : JSON.stringify(body);
      const { promise, resolve, reject } = Promise.withResolvers<Reply>();
      const headers = signed({ who, method, path, query, host, text });
      const target = query === '' ? path : `${path}?${query}`;
      const sentAtMs = performance.now();
      const out = request({ agent, hostname, port, method, path: target, headers }, (answer) => {
        textOf(answer).then((received) => {
          const inside = insideOf(answer.headers);
          resolve({
            status: answer.statusCode ?? 0,
            body: received,
            sentAtMs,
            cameAtMs: performance.now(),
            requestId: String(answer.headers['x-sentinel-request-id']),
            ...(inside !== undefined && { inside }),
          });
        }, reject);
      });
      out.on('error', reject);
      out.end(text);
      return promise;
    },
    close: () => agent.destroy(),
  };
}

export type Caller = ReturnType<typeof createCaller>;

function insideOf(headers: Readonly<Record<string, string | string[] | undefined>>) {
  const numbers = (name: string) =>
    String(headers[name] ?? '')
      .split(',')
      .map(Number);
  const [queueMs, isCold] = numbers('x-load-gateway');
  const [handlerMs, waitedMs, cpuMs, threadMs, calls, outsideMs, collectingMs] =
    numbers('x-load-worker');
  if (queueMs === undefined || handlerMs === undefined || waitedMs === undefined) return undefined;
  if (cpuMs === undefined || threadMs === undefined || calls === undefined) return undefined;
  return {
    queueMs,
    isCold: isCold === 1,
    handlerMs,
    waitedMs,
    cpuMs,
    threadMs,
    calls,
    ...(outsideMs !== undefined &&
      collectingMs !== undefined && { last: { outsideMs, collectingMs } }),
  };
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html */
function signed(ask: {
  readonly who: Person;
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly host: string;
  readonly text: string;
}): Readonly<Record<string, string>> {
  const { accessKeyId, secretAccessKey } = keysOf(ask.who);
  const time = new Date().toISOString().replace(/[-:]|\.\d+/g, '');
  const date = time.slice(0, 8);
  const scope = `${date}/${place.region}/execute-api/aws4_request`;
  const headers = { 'content-type': 'application/json', host: ask.host, 'x-amz-date': time };
  const names = Object.keys(headers).join(';');
  const lines = Object.entries(headers).map(([name, value]) => `${name}:${value}\n`);
  const canonical = [ask.method, ask.path, ask.query, lines.join(''), names, hash(ask.text)];
  const toSign = `AWS4-HMAC-SHA256\n${time}\n${scope}\n${hash(canonical.join('\n'))}`;
  const key = [date, place.region, 'execute-api', 'aws4_request'].reduce(
    (secret: string | Buffer, part) => hmac(secret, part),
    `AWS4${secretAccessKey}`,
  );
  const signature = hmac(key, toSign).toString('hex');
  const credential = `Credential=${accessKeyId}/${scope}`;
  return {
    ...headers,
    'content-length': String(Buffer.byteLength(ask.text)),
    authorization: `AWS4-HMAC-SHA256 ${credential}, SignedHeaders=${names}, Signature=${signature}`,
  };
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

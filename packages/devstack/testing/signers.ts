/** Callers of the stand-ins, for tests: requests signed by AWS's own signer and sent byte for byte as given. */
import { createHash, createHmac, type Hash, type Hmac } from 'node:crypto';
import { type IncomingHttpHeaders, request } from 'node:http';
import { createConnection } from 'node:net';
import { HttpRequest } from '@smithy/protocol-http';
import { SignatureV4 } from '@smithy/signature-v4';

export type SigningCredentials = {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
};

export type Call = {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
};

export type SignedCall = Call & {
  readonly credentials: SigningCredentials;
  readonly region: string;
  readonly service: string;
  readonly now: Date;
};

export type Answer = {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
};

/** Signs and sends. The path and query of `url` go over the wire exactly as written there. */
export async function signedFetch(url: string, call: SignedCall): Promise<Answer> {
  return send(url, { ...call, headers: await signedHeaders(url, call) });
}

/** All headers of the call with those that the signature adds, names in lower case. */
export async function signedHeaders(
  url: string,
  call: SignedCall,
): Promise<Readonly<Record<string, string>>> {
  const { host, path, query } = parts(url);
  const { credentials, region, service } = call;
  const signer = new SignatureV4({ credentials, region, service, sha256: NodeSha256 });
  const unsigned = new HttpRequest({
    method: call.method ?? 'GET',
    hostname: host,
    path,
    query: parameters(query),
    headers: { host, ...call.headers },
    body: call.body,
  });
  return (await signer.sign(unsigned, { signingDate: call.now })).headers;
}

/** Sends without signing, on a connection of its own. */
export function send(url: string, call: Call): Promise<Answer> {
  const { hostname, port } = new URL(url);
  const { host, path, query } = parts(url);
  const body = Buffer.from(call.body ?? '');
  return new Promise((resolve, reject) => {
    const outgoing = request(
      {
        hostname,
        port,
        method: call.method ?? 'GET',
        path: query === undefined ? path : `${path}?${query}`,
        headers: {
          host,
          ...(body.length > 0 && { 'content-length': String(body.length) }),
          ...call.headers,
        },
        agent: false,
      },
      (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
        incoming.on('error', reject);
        incoming.on('end', () => {
          resolve({
            status: incoming.statusCode ?? 0,
            headers: incoming.headers,
            body: Buffer.concat(chunks).toString('utf8'),
          });
        });
      },
    );
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

/** Sends bytes as they are, ends, and waits for whatever comes back. */
export function exchange(url: string, raw: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = createConnection(Number(new URL(url).port), '127.0.0.1');
    let answer = '';
    socket.setEncoding('latin1');
    socket.on('data', (chunk: string) => {
      answer += chunk;
    });
    // A server may well break off what it does not like.
    socket.on('error', () => {});
    socket.on('close', () => resolve(answer));
    socket.end(raw, 'latin1');
  });
}

/** Split by hand: `URL` would resolve dot segments and encode anew. */
function parts(url: string): { host: string; path: string; query: string | undefined } {
  const [, host = '', target = ''] = /^https?:\/\/([^/?]+)(.*)$/s.exec(url) ?? [];
  const at = target.indexOf('?');
  const path = at < 0 ? target : target.slice(0, at);
  return { host, path: path === '' ? '/' : path, query: at < 0 ? undefined : target.slice(at + 1) };
}

function parameters(query: string | undefined): Record<string, string | string[]> {
  const values = new Map<string, string[]>();
  for (const pair of query ? query.split('&') : []) {
    const [name = '', ...value] = pair.split('=');
    const key = decodeURIComponent(name);
    values.set(key, [...(values.get(key) ?? []), decodeURIComponent(value.join('='))]);
  }
  return Object.fromEntries(values);
}

export class NodeSha256 {
  readonly #hash: Hash | Hmac;

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', bytes(secret));
  }

  update(data: string | ArrayBuffer | ArrayBufferView): void {
    this.#hash.update(bytes(data));
  }

  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }
}

function bytes(data: string | ArrayBuffer | ArrayBufferView): Uint8Array {
  if (typeof data === 'string') return Buffer.from(data);
  return ArrayBuffer.isView(data)
    ? Buffer.from(data.buffer, data.byteOffset, data.byteLength)
    : Buffer.from(data);
}

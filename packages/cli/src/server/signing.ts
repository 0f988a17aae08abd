import { HttpRequest } from '@smithy/protocol-http';
import { SignatureV4 } from '@smithy/signature-v4';
import { version } from '../version.ts';
import type { Endpoint } from './endpoint.ts';
import { NodeSha256 } from './node-sha256.ts';

/** Keys that sign a request. */
export type SigningKeys = {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
};

/** A request before it is signed; `path` is below the endpoint's base path. */
export type Unsigned = {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** Lower-case names; signed with the rest. */
  readonly headers?: Readonly<Record<string, string>>;
  /** JSON text. */
  readonly body?: string;
};

/** What goes over the wire. */
export type Signed = {
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
};

/**
 * Signs by Signature Version 4 in headers, for the endpoint's own host, service and Region.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html
 */
export async function sign(
  request: Unsigned,
  keys: SigningKeys,
  at: { readonly endpoint: Endpoint; readonly nowMs: number },
): Promise<Signed> {
  const { endpoint } = at;
  const path = `${endpoint.basePath}${request.path}`;
  const signer = new SignatureV4({
    service: endpoint.service,
    region: endpoint.region,
    credentials: keys,
    sha256: NodeSha256,
  });
  const signed = await signer.sign(
    new HttpRequest({
      method: request.method,
      protocol: endpoint.protocol,
      hostname: endpoint.hostname,
      path,
      query: { ...request.query },
      headers: {
        ...request.headers,
        host: endpoint.host,
        'user-agent': `sentinel-cli/${version}`,
        ...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      body: request.body,
    }),
    { signingDate: new Date(at.nowMs) },
  );
  return {
    method: request.method,
    target: path + queryString(request.query),
    headers: signed.headers,
    ...(request.body === undefined ? {} : { body: request.body }),
  };
}

// Sent exactly as it is signed: RFC 3986 escapes, sorted.
function queryString(query: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(query).map(([key, value]) => `${escaped(key)}=${escaped(value)}`);
  return pairs.length === 0 ? '' : `?${pairs.sort().join('&')}`;
}

function escaped(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

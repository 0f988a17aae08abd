import { type ClientRequest, request as httpRequest, type RequestOptions } from 'node:http';
import { Agent, type AgentOptions, request as httpsRequest } from 'node:https';
import type { IdentityRequest } from '@sentinel/core/token/identity-request';
import { unavailable } from './aws-fault.ts';
import { within } from './within.ts';

/** An answer, whatever its status: no redirect is followed. */
export type Got = { readonly status: number; readonly contentType: string; readonly body: string };

/** Throws `DEPENDENCY_UNAVAILABLE` where no answer comes whole, in time and small enough. */
export type Get = (request: IdentityRequest) => Promise<Got>;

export type PinnedGetOptions = {
  /** A stand-in on loopback that is asked instead, under the same `Host`. */
  readonly endpoint?: string;
  /** Where a stand-in with TLS is found under the host's name, and whom to trust for it. */
  readonly connect?: Pick<AgentOptions, 'port' | 'lookup' | 'ca'>;
  /** For the whole answer. */
  readonly patienceMs?: number;
};

const defaultPatienceMs = 3000;

/** STS's answers have less than one. */
const maxBytes = 8192;

/** GET over https, to the host of the request and no other, whose certificate must hold. Connections are kept. */
export function pinnedGet(options: PinnedGetOptions = {}): Get {
  const { endpoint, connect = {}, patienceMs = defaultPatienceMs } = options;
  const kept = new Agent({ keepAlive: true, maxSockets: 8 });
  return async (request) => {
    const attempt = async (signal: AbortSignal) => {
      if (endpoint !== undefined) return once(startOn(endpoint, request, signal));
      const first = startOnHost(request, { agent: kept, signal, ...connect });
      try {
        return await once(first);
      } catch (error) {
        // A kept connection may have ended while the function was frozen: nothing was asked then.
        if (!first.reusedSocket || signal.aborted) throw error;
        return once(startOnHost(request, { agent: false, signal, ...connect }));
      }
    };
    try {
      return await within(patienceMs, attempt);
    } catch (error) {
      throw unavailable('asking STS who signed', error);
    }
  };
}

function startOnHost(
  { host, target, headers }: IdentityRequest,
  how: RequestOptions,
): ClientRequest {
  return httpsRequest({ port: 443, ...how, host, path: target, headers, rejectUnauthorized: true });
}

function startOn(
  endpoint: string,
  { target, headers }: IdentityRequest,
  signal: AbortSignal,
): ClientRequest {
  const { hostname, port } = new URL(endpoint);
  return httpRequest({ host: hostname, port, path: target, headers, agent: false, signal });
}

function once(request: ClientRequest): Promise<Got> {
  return new Promise((resolve, reject) => {
    request.on('error', reject);
    request.on('response', (response) => {
      const chunks: Buffer[] = [];
      let size = 0;
      response.on('error', reject);
      response.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size > maxBytes) request.destroy(new Error('the answer is too large'));
        else chunks.push(chunk);
      });
      response.on('end', () => {
        if (!response.complete) return reject(new Error('the answer was cut off'));
        resolve({
          status: response.statusCode ?? 0,
          contentType: response.headers['content-type'] ?? '',
          body: Buffer.concat(chunks).toString('utf8'),
        });
      });
    });
    request.end();
  });
}

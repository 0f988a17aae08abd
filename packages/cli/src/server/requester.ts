import type { ClientRequest } from 'node:http';
import type { RequestOptions } from 'node:https';

/** Begins a request. */
export type Requester = (options: RequestOptions) => ClientRequest;

/**
 * Node's own `request` for a scheme, loaded when first needed: https brings TLS with it, and importing
 * `node:http` as a module would load all of undici, which `getBuiltinModule` does not.
 */
export async function requester(protocol: 'http:' | 'https:'): Promise<Requester> {
  if (protocol === 'http:') return process.getBuiltinModule('node:http').request;
  return (await import('node:https')).request;
}

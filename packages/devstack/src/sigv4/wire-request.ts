import type { IncomingMessage } from 'node:http';

/**
 * A request as it came over the wire. Texts are byte strings (each character one byte, as Node's
 * HTTP parser gives them), so that what is verified is what was sent.
 */
export type WireRequest = {
  readonly method: string;
  /** The request target, path and query string. */
  readonly target: string;
  /** Name and value in the order received, duplicates kept. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Uint8Array;
};

/** The request that a Node server received, with the body that was read from it. */
export function wireRequest(message: IncomingMessage, body: Uint8Array): WireRequest {
  return {
    method: message.method ?? '',
    target: message.url ?? '',
    headers: pairs(message.rawHeaders),
    body,
  };
}

/** All values of a header, in order. `name` in lower case. */
export function headerValues(request: WireRequest, name: string): readonly string[] {
  return request.headers.filter(([key]) => key.toLowerCase() === name).map(([, value]) => value);
}

/** Path and query string of the target; `query` is empty where there is none. */
export function splitTarget(target: string): { readonly path: string; readonly query: string } {
  const at = target.indexOf('?');
  return at < 0
    ? { path: target, query: '' }
    : { path: target.slice(0, at), query: target.slice(at + 1) };
}

function pairs(raw: readonly string[]): (readonly [string, string])[] {
  const found: (readonly [string, string])[] = [];
  for (let at = 0; at + 1 < raw.length; at += 2) {
    found.push([raw[at] ?? '', raw[at + 1] ?? '']);
  }
  return found;
}

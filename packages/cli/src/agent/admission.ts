import { isSameToken } from './token.ts';

/** What of a request decides whether it comes from the child. */
export type Knock = {
  readonly method: string | undefined;
  /** As it stands in the request line. */
  readonly target: string | undefined;
  readonly httpVersion: string;
  /** Names and values in turn, as they came. */
  readonly rawHeaders: readonly string[];
};

export type Expected = {
  /** `127.0.0.1:<port>` */
  readonly host: string;
  readonly token: string;
};

export type Turned = {
  readonly status: 400 | 401 | 403 | 404 | 405 | 505;
  readonly code: string;
  readonly message: string;
};

/** The one path of the endpoint. */
export const path = '/credentials';

/**
 * Why a request is turned away; `undefined`: it is the child's.
 * The host comes first, so that a page which rebinds its name to this address learns nothing else.
 */
export function turnAway(knock: Knock, expected: Expected): Turned | undefined {
  const headers = grouped(knock.rawHeaders);
  if (headers.get('host')?.join() !== expected.host) {
    return { status: 403, code: 'WRONG_HOST', message: 'this is not the host that was asked for' };
  }
  if (knock.httpVersion !== '1.1') {
    return { status: 505, code: 'WRONG_VERSION', message: 'HTTP/1.1 only' };
  }
  if ([...headers.keys()].some(isForeign)) {
    return { status: 403, code: 'NOT_A_CHILD', message: 'browsers and proxies are not answered' };
  }
  if (headers.has('content-length') || headers.has('transfer-encoding')) {
    return { status: 400, code: 'UNEXPECTED_BODY', message: 'a request has no body here' };
  }
  if (!isSameToken(headers.get('authorization')?.join() ?? '', expected.token)) {
    return { status: 401, code: 'WRONG_TOKEN', message: 'the authorization token is wrong' };
  }
  if (knock.target !== path) {
    return { status: 404, code: 'NOT_FOUND', message: 'there is nothing here' };
  }
  if (knock.method !== 'GET') {
    return { status: 405, code: 'METHOD_NOT_ALLOWED', message: 'GET only' };
  }
  return undefined;
}

function grouped(rawHeaders: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const headers = new Map<string, string[]>();
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const name = (rawHeaders[at] ?? '').toLowerCase();
    headers.set(name, [...(headers.get(name) ?? []), rawHeaders[at + 1] ?? '']);
  }
  return headers;
}

/** Headers that a browser or a proxy adds and no SDK sends to a credential endpoint. */
const foreign: ReadonlySet<string> = new Set([
  'origin',
  'referer',
  'cookie',
  'upgrade',
  'expect',
  'via',
  'forwarded',
]);

const foreignFamilies = ['sec-', 'access-control-', 'x-forwarded-', 'proxy-'] as const;

function isForeign(name: string): boolean {
  return foreign.has(name) || foreignFamilies.some((family) => name.startsWith(family));
}

/** Signed requests as a server receives them, and changes to them. */
import type { Verification } from '../src/sigv4/verify.ts';
import type { WireRequest } from '../src/sigv4/wire-request.ts';
import { now, region, session, user } from './callers.ts';
import { type SigningCredentials, signedHeaders } from './signers.ts';

const keys = new Map<string, SigningCredentials>([
  [user.accessKeyId, user],
  [session.accessKeyId, session],
]);

/** What the requests are verified against. */
export const against: Verification = {
  service: 'execute-api',
  region,
  nowMs: now.getTime(),
  findSecret: (accessKeyId) => keys.get(accessKeyId),
};

export type Wanted = {
  readonly credentials?: SigningCredentials;
  readonly target?: string;
  readonly region?: string;
  readonly service?: string;
  readonly now?: Date;
  readonly headers?: Readonly<Record<string, string>>;
};

/** A request of `session`, signed now for the service that verifies, unless told otherwise. */
export async function signed(wanted: Wanted = {}): Promise<WireRequest> {
  const { headers, target = '/sessions/s1?profile=a%20b', ...call } = wanted;
  const body = '{"profile":"production"}';
  const all = await signedHeaders(`http://127.0.0.1:8080${target}`, {
    method: 'POST',
    body,
    credentials: session,
    region,
    service: 'execute-api',
    now,
    ...call,
    headers: { 'content-type': 'application/json', ...headers },
  });
  return { method: 'POST', target, headers: Object.entries(all), body: Buffer.from(body) };
}

export type Headers = WireRequest['headers'];

/** The request with other headers. */
export function changed(request: WireRequest, change: (headers: Headers) => Headers): WireRequest {
  return { ...request, headers: change(request.headers) };
}

/** Leaves a header out. */
export function without(name: string) {
  return (headers: Headers) => headers.filter(([key]) => key !== name);
}

/** Changes a header's value. */
export function edited(name: string, edit: (value: string) => string) {
  return (headers: Headers) =>
    headers.map(([key, value]) => [key, key === name ? edit(value) : value] as const);
}

/** Takes a header from the list of those that are signed. */
export function unsigned(name: string) {
  return edited('authorization', (value) => value.replace(`${name};`, '').replace(`;${name}`, ''));
}

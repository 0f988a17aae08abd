import { describe, expect, test } from 'vitest';
import { session } from '../../testing/callers.ts';
import { hasBotocore, signers } from '../../testing/four-signers.ts';
import { against } from '../../testing/signed-request.ts';
import { parseAuthorization } from './authorization.ts';
import { verify } from './verify.ts';
import { headerValues, splitTarget, type WireRequest } from './wire-request.ts';

const host = 'http://127.0.0.1:8080';
const body = '{"profile":"production"}';
const requests = [
  { method: 'GET', target: '/sessions/a%20b%3Ac' },
  { method: 'GET', target: '//sessions/./caf%C3%A9' },
  { method: 'DELETE', target: '/r/../revocations/r1/' },
  { method: 'GET', target: '/?profile=b%3A&duration=900&profile=a%20b&flag=' },
  { method: 'POST', target: '/requests/r1?b=2&a=%C3%A9', body },
];

describe.each(signers)('SEC-03 a request signed by %s', (name, sign) => {
  test.skipIf(name === 'botocore' && !hasBotocore())(
    'is refused after any change of one byte, if it means something else then',
    { timeout: 60_000 },
    async () => {
      const all = requests.map((request) => ({
        ...request,
        url: `${host}${request.target}`,
        credentials: session,
      }));
      const headers = await sign(all);
      const signed = all.map((request, at) => wire(request, headers[at] ?? {}));
      const accepted: string[] = [];
      let refused = 0;
      let same = 0;

      for (const request of signed) {
        expect(verify(request, against), request.target).toMatchObject({ ok: true });
        for (const changed of oneByteChanges(request)) {
          if (!verify(changed, against).ok) refused += 1;
          else if (meaning(changed) === meaning(request)) same += 1;
          else accepted.push(JSON.stringify({ from: request.target, to: changed }));
        }
      }

      expect(accepted, 'SECURITY VIOLATION: a changed request was accepted').toEqual([]);
      expect(refused).toBeGreaterThan(5000);
      // Another case of a hex digit or of a header's name, one more slash or blank: few, and all of these are.
      expect(same).toBeGreaterThan(20);
      expect(same / refused).toBeLessThan(0.05);
    },
  );
});

function wire(
  request: { readonly method: string; readonly target: string; readonly body?: string },
  headers: Readonly<Record<string, string>>,
): WireRequest {
  const named: (readonly [string, string])[] = Object.entries(headers);
  const hasHost = named.some(([key]) => key.toLowerCase() === 'host');
  return {
    method: request.method,
    target: request.target,
    headers: hasHost ? named : [...named, ['Host', host.slice('http://'.length)]],
    body: Buffer.from(request.body ?? ''),
  };
}

/** Each byte of each part of a request left out, doubled, with one bit changed, and with a slash or a blank before it. */
function* oneByteChanges(request: WireRequest): Generator<WireRequest> {
  for (const method of variants(request.method)) yield { ...request, method };
  for (const target of variants(request.target)) yield { ...request, target };
  for (const text of variants(Buffer.from(request.body).toString('latin1'))) {
    yield { ...request, body: Buffer.from(text, 'latin1') };
  }
  for (const [at, [key, value]] of request.headers.entries()) {
    for (const name of variants(key)) yield withHeader(request, at, [name, value]);
    for (const other of variants(value)) yield withHeader(request, at, [key, other]);
  }
}

function* variants(text: string): Generator<string> {
  for (let at = 0; at < text.length; at += 1) {
    const [before, byte, after] = [text.slice(0, at), text.charAt(at), text.slice(at + 1)];
    const code = byte.charCodeAt(0);
    for (const bit of [0x01, 0x20, 0x80]) {
      yield `${before}${String.fromCharCode(code ^ bit)}${after}`;
    }
    yield `${before}${after}`;
    yield `${before}${byte}${byte}${after}`;
    yield `${before}/${byte}${after}`;
    yield `${before} ${byte}${after}`;
  }
  yield `${text}/`;
  yield `${text} `;
}

function withHeader(
  request: WireRequest,
  at: number,
  header: readonly [string, string],
): WireRequest {
  return { ...request, headers: request.headers.with(at, header) };
}

/** What a request says, in words of its own: none of what canonicalises for verification has a part in it. */
function meaning(request: WireRequest): string {
  const { path, query } = splitTarget(request.target);
  const url = new URL(`${host}${path.replace(/\/{2,}/g, '/')}`);
  const parameters = query
    .split('&')
    .map((part) => (part.includes('=') ? part : `${part}=`))
    .map((part) => part.replace(/%../g, (hex) => hex.toUpperCase()));
  const { signedHeaders = [] } =
    parseAuthorization(headerValues(request, 'authorization')[0] ?? '') ?? {};
  const headers = signedHeaders.map((name) => [
    name,
    headerValues(request, name).map((value) => value.trim().split(/[ \t]+/)),
  ]);
  return JSON.stringify([
    request.method,
    url.pathname,
    parameters.sort(),
    headers,
    Buffer.from(request.body).toString('latin1'),
  ]);
}

import { describe, expect, test } from 'vitest';
import { type SigningCredentials, signedHeaders } from '../../testing/signers.ts';
import { type Verification, verify } from './verify.ts';
import type { WireRequest } from './wire-request.ts';

const now = new Date('2026-03-02T10:00:00Z');
const user = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
};
const session = {
  accessKeyId: 'ASIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY',
  sessionToken: 'FwoGZXIvYXdzEXAMPLETOKEN',
};
const keys = new Map<string, SigningCredentials>([
  [user.accessKeyId, user],
  [session.accessKeyId, session],
]);
const against: Verification = {
  service: 'execute-api',
  region: 'eu-west-1',
  nowMs: now.getTime(),
  findSecret: (accessKeyId) => keys.get(accessKeyId),
};

type Wanted = {
  readonly credentials?: SigningCredentials;
  readonly target?: string;
  readonly region?: string;
  readonly service?: string;
  readonly now?: Date;
  readonly headers?: Readonly<Record<string, string>>;
};

async function signed(wanted: Wanted = {}): Promise<WireRequest> {
  const { headers, target = '/sessions/s1?profile=a%20b', ...call } = wanted;
  const body = '{"profile":"production"}';
  const all = await signedHeaders(`http://127.0.0.1:8080${target}`, {
    method: 'POST',
    body,
    credentials: session,
    region: 'eu-west-1',
    service: 'execute-api',
    now,
    ...call,
    headers: { 'content-type': 'application/json', ...headers },
  });
  return { method: 'POST', target, headers: Object.entries(all), body: Buffer.from(body) };
}

type Headers = WireRequest['headers'];

function changed(request: WireRequest, change: (headers: Headers) => Headers): WireRequest {
  return { ...request, headers: change(request.headers) };
}

function without(name: string) {
  return (headers: Headers) => headers.filter(([key]) => key !== name);
}

function edited(name: string, edit: (value: string) => string) {
  return (headers: Headers) =>
    headers.map(([key, value]) => [key, key === name ? edit(value) : value] as const);
}

function unsigned(name: string) {
  return edited('authorization', (value) => value.replace(`${name};`, '').replace(`;${name}`, ''));
}

test.each([user, session])('a request signed by $accessKeyId is verified', async (credentials) => {
  const request = await signed({ credentials });

  expect(verify(request, against)).toMatchObject({
    ok: true,
    accessKeyId: credentials.accessKeyId,
  });
});

test('SEC-03 no single-byte change of a signed request is accepted', async () => {
  const request = await signed();
  expect(verify(request, against).ok).toBe(true);
  const accepted: string[] = [];
  let tried = 0;

  for (const [part, variant] of singleByteChanges(request)) {
    tried += 1;
    if (verify(variant, against).ok) accepted.push(part);
  }

  expect(tried).toBeGreaterThan(100_000);
  expect(accepted, 'SECURITY VIOLATION: a changed request was accepted').toEqual([]);
});

describe('SEC-03 a request is refused', () => {
  const minutes = (count: number, ms = 0) => new Date(now.getTime() + count * 60_000 + ms);
  test.each<[string, string, () => Promise<WireRequest>]>([
    [
      'without a signature',
      'missing',
      async () => changed(await signed(), without('authorization')),
    ],
    [
      'with two signatures',
      'malformed',
      async () =>
        changed(await signed(), (h) => [...h, ...h.filter(([k]) => k === 'authorization')]),
    ],
    ['without a date', 'malformed', async () => changed(await signed(), without('x-amz-date'))],
    [
      'with two dates',
      'malformed',
      async () => changed(await signed(), (h) => [...h, ['X-Amz-Date', '20260302T100000Z']]),
    ],
    [
      'with two hosts',
      'malformed',
      async () => changed(await signed(), (h) => [...h, ['HOST', 'elsewhere.example']]),
    ],
    [
      'by a key that nobody has',
      'unknown-key',
      () => signed({ credentials: { ...user, accessKeyId: 'AKIAI44QH8DHBEXAMPLE' } }),
    ],
    [
      'by another key than it names',
      'mismatch',
      () => signed({ credentials: { ...user, secretAccessKey: session.secretAccessKey } }),
    ],
    ['for another Region', 'wrong-scope', () => signed({ region: 'us-east-1' })],
    ['for another service', 'wrong-scope', () => signed({ service: 'sts' })],
    [
      'for another day than it is dated',
      'wrong-scope',
      async () =>
        changed(
          await signed(),
          edited('authorization', (v) => v.replace('20260302', '20260301')),
        ),
    ],
    ['more than five minutes old', 'stale', () => signed({ now: minutes(-5, -1000) })],
    ['more than five minutes ahead', 'stale', () => signed({ now: minutes(5, 1000) })],
    [
      'whose host is not signed',
      'unsigned-host',
      async () => changed(await signed(), unsigned('host')),
    ],
    [
      'with an X-Amz header that is not signed',
      'unsigned-header',
      async () => changed(await signed(), (h) => [...h, ['X-Amz-Target', 'Other']]),
    ],
    [
      'with the token of another session',
      'bad-token',
      () => signed({ credentials: { ...session, sessionToken: 'FwoGZXIvYXdzANOTHERTOKEN' } }),
    ],
    [
      'with a temporary key but no token',
      'bad-token',
      () => signed({ credentials: { ...user, ...session, sessionToken: '' } }),
    ],
    [
      'with a long-term key and a token',
      'bad-token',
      () => signed({ credentials: { ...user, sessionToken: session.sessionToken } }),
    ],
    [
      'whose token is not signed',
      'bad-token',
      async () => changed(await signed(), unsigned('x-amz-security-token')),
    ],
    [
      'with two tokens',
      'bad-token',
      async () =>
        changed(await signed(), (h) => [...h, ['x-amz-security-token', session.sessionToken]]),
    ],
    [
      'that leaves its body unsigned',
      'body-mismatch',
      () => signed({ headers: { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' } }),
    ],
    [
      'with another body',
      'body-mismatch',
      async () => ({ ...(await signed()), body: Buffer.from('{}') }),
    ],
    [
      'with no hash of its body',
      'mismatch',
      async () => {
        const request = changed(await signed(), unsigned('x-amz-content-sha256'));
        return changed(request, without('x-amz-content-sha256'));
      },
    ],
    [
      'to an absolute target',
      'malformed',
      async () => ({ ...(await signed()), target: 'http://127.0.0.1/' }),
    ],
    ['to no path', 'malformed', async () => ({ ...(await signed()), target: '*' })],
    ['with a fragment', 'malformed', async () => ({ ...(await signed()), target: '/#a' })],
    [
      'with a query that is not well encoded',
      'malformed',
      async () => ({ ...(await signed()), target: '/?a=%2' }),
    ],
    [
      'with a signed header that it does not have',
      'malformed',
      async () => changed(await signed(), without('content-type')),
    ],
    [
      'with a signature in upper case',
      'malformed',
      async () =>
        changed(
          await signed(),
          edited('authorization', (v) =>
            v.replace(/Signature=.*/, (m) => `Signature=${m.slice(10).toUpperCase()}`),
          ),
        ),
    ],
    [
      'with a signature cut short',
      'malformed',
      async () =>
        changed(
          await signed(),
          edited('authorization', (v) => v.slice(0, -1)),
        ),
    ],
  ])('%s', async (_, reason, make) => {
    const request = await make();

    expect(verify(request, against), 'SECURITY VIOLATION: a forged request was accepted').toEqual({
      ok: false,
      reason,
    });
  });

  test.each([
    '/?X-Amz-Signature=00',
    '/?x-amz-algorithm=AWS4-HMAC-SHA256',
    '/?%58-Amz-Credential=a',
    '/?a=1&X-Amz-Date=20260302T100000Z',
  ])('with signing parameters in its query, as in `%s`', async (target) => {
    const request = await signed({ target });

    expect(verify(request, against), 'SECURITY VIOLATION: a presigned URL was accepted').toEqual({
      ok: false,
      reason: 'presigned',
    });
  });
});

test.each([-300, -299, 299, 300])('a date %d seconds from now is recent', async (seconds) => {
  const request = await signed({ now: new Date(now.getTime() + seconds * 1000) });

  expect(verify(request, against).ok).toBe(true);
});

/** Each part of the request with each of its bytes replaced by each other byte. */
function* singleByteChanges(request: WireRequest): Generator<[string, WireRequest]> {
  for (const [where, method] of variants(request.method))
    yield [`method ${where}`, { ...request, method }];
  for (const [where, target] of variants(request.target))
    yield [`target ${where}`, { ...request, target }];
  for (const [where, body] of variants(Buffer.from(request.body).toString('latin1'))) {
    yield [`body ${where}`, { ...request, body: Buffer.from(body, 'latin1') }];
  }
  for (const [name, value] of request.headers) {
    for (const [where, other] of variants(value)) {
      yield [
        `${name} ${where}`,
        changed(
          request,
          edited(name, () => other),
        ),
      ];
    }
  }
}

function* variants(text: string): Generator<[string, string]> {
  for (let at = 0; at < text.length; at += 1) {
    for (let code = 0; code < 256; code += 1) {
      if (code === text.charCodeAt(at)) continue;
      const byte = String.fromCharCode(code);
      yield [`${at}:${code}`, `${text.slice(0, at)}${byte}${text.slice(at + 1)}`];
    }
  }
}

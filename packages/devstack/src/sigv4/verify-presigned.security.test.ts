import { spawnSync } from 'node:child_process';
import { HttpRequest } from '@smithy/protocol-http';
import { SignatureV4 } from '@smithy/signature-v4';
import { describe, expect, test } from 'vitest';
import { now, region, session, user } from '../../testing/callers.ts';
import { hasBotocore } from '../../testing/four-signers.ts';
import { NodeSha256, type SigningCredentials } from '../../testing/signers.ts';
import { encodeBytes } from './percent.ts';
import type { Verification } from './verify-claim.ts';
import { isPresigned, verifyPresigned } from './verify-presigned.ts';
import type { WireRequest } from './wire-request.ts';

const host = 'sts.eu-west-1.amazonaws.com';
const headers = { host, 'x-sentinel-audience': 'orders.example.com' };
const keys = new Map<string, SigningCredentials>(
  [session, user].map((one) => [one.accessKeyId, one]),
);

const against: Verification = {
  service: 'sts',
  region,
  nowMs: now.getTime(),
  findSecret: (accessKeyId) => keys.get(accessKeyId),
};

async function presigned(credentials: SigningCredentials = session): Promise<WireRequest> {
  const signer = new SignatureV4({ service: 'sts', region, credentials, sha256: NodeSha256 });
  const request = new HttpRequest({
    method: 'GET',
    hostname: host,
    path: '/',
    query: { Action: 'GetCallerIdentity', Version: '2011-06-15' },
    headers,
  });
  const { query = {} } = await signer.presign(request, { signingDate: now, expiresIn: 60 });
  const pairs = Object.entries(query).map(([name, value]) => `${name}=${encodeBytes(`${value}`)}`);
  return {
    method: 'GET',
    target: `/?${pairs.join('&')}`,
    headers: Object.entries(headers),
    body: Buffer.from(''),
  };
}

const aimed = (edit: (target: string) => string) => (request: WireRequest) => ({
  ...request,
  target: edit(request.target),
});

describe('SEC-27 a signature in the query string', () => {
  test.each<[string, SigningCredentials]>([
    ['a session', session],
    ['a user', user],
  ])('of %s is accepted until it expires, to the second', async (_who, credentials) => {
    const request = await presigned(credentials);

    const outcomes = [-300, 0, 60].map((seconds) =>
      verifyPresigned(request, { ...against, nowMs: against.nowMs + seconds * 1000 }),
    );

    expect(isPresigned(request)).toBe(true);
    expect(outcomes.map(({ ok }) => ok)).toEqual([true, true, true]);
  });

  test.runIf(hasBotocore())('that botocore made is accepted', () => {
    const script = `
import sys, datetime
from botocore.auth import SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
access, secret, token, region = sys.argv[1:]
auth = SigV4QueryAuth(Credentials(access, secret, token), 'sts', region, expires=60)
request = AWSRequest('GET', 'https://${host}/?Action=GetCallerIdentity&Version=2011-06-15', headers={'x-sentinel-audience': 'orders.example.com'})
auth.add_auth(request)
print(request.prepare().url)`;
    const { accessKeyId, secretAccessKey, sessionToken } = session;
    const { stdout } = spawnSync('python3', [
      '-c',
      script,
      accessKeyId,
      secretAccessKey,
      sessionToken,
      region,
    ]);
    const target = stdout.toString().trim().replace(`https://${host}`, '');

    const outcome = verifyPresigned(
      { method: 'GET', target, headers: Object.entries(headers), body: Buffer.from('') },
      { ...against, nowMs: Date.now() },
    );

    expect(outcome).toMatchObject({ ok: true, accessKeyId });
  });
});

describe('SEC-27 a signature in the query string is refused', () => {
  test.each<[string, string, (request: WireRequest) => WireRequest, number?]>([
    ['a second after its end', 'stale', (request) => request, 61],
    ['more than five minutes before its date', 'stale', (request) => request, -301],
    ['made to last longer', 'mismatch', aimed((t) => t.replace('Expires=60', 'Expires=61'))],
    ['that never ends', 'malformed', aimed((t) => t.replace('Expires=60', 'Expires=604801'))],
    ['without an end', 'malformed', aimed((t) => t.replace('&X-Amz-Expires=60', ''))],
    ['with two ends', 'malformed', aimed((t) => `${t}&X-Amz-Expires=60`)],
    ['with a second key in other case', 'malformed', aimed((t) => `${t}&x-amz-credential=A`)],
    ['with a parameter more', 'mismatch', aimed((t) => `${t}&Extra=1`)],
    ['with a signing parameter more', 'malformed', aimed((t) => `${t}&X-Amz-Extra=1`)],
    [
      'for another action',
      'mismatch',
      aimed((t) => t.replace('GetCallerIdentity', 'GetSessionToken')),
    ],
    ['for another date', 'mismatch', aimed((t) => t.replace(/(X-Amz-Date=\d+T\d+)\dZ/, '$11Z'))],
    ['of another Region', 'wrong-scope', aimed((t) => t.replaceAll('eu-west-1', 'us-east-1'))],
    ['with another token', 'bad-token', aimed((t) => t.replace('EXAMPLETOKEN', 'EXAMPLETOKEM'))],
    ['without a token', 'bad-token', aimed((t) => t.replace(/&X-Amz-Security-Token=[^&]*/, ''))],
    ['by POST', 'mismatch', (request) => ({ ...request, method: 'POST' })],
    ['with a body', 'mismatch', (request) => ({ ...request, body: Buffer.from('a') })],
    [
      'with another value of a signed header',
      'mismatch',
      (request) => ({
        ...request,
        headers: [
          ['host', host],
          ['x-sentinel-audience', 'other.example.com'],
        ],
      }),
    ],
    [
      'without a signed header',
      'malformed',
      (request) => ({ ...request, headers: [['host', host]] }),
    ],
    [
      'beside another in the headers',
      'malformed',
      (request) => ({ ...request, headers: [...request.headers, ['authorization', 'AWS4']] }),
    ],
  ])('SEC-27 %s', async (_what, reason, change, seconds = 0) => {
    const request = change(await presigned());

    const outcome = verifyPresigned(request, { ...against, nowMs: against.nowMs + seconds * 1000 });

    expect(outcome, 'SECURITY VIOLATION: the signature was accepted').toEqual({
      ok: false,
      reason,
    });
  });
});

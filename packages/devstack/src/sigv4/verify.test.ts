import { describe, expect, test } from 'vitest';
import { now, session, user } from '../../testing/callers.ts';
import { against, signed } from '../../testing/signed-request.ts';
import { type Verification, verify } from './verify.ts';
import type { WireRequest } from './wire-request.ts';

const suite: Verification = {
  service: 'service',
  region: 'us-east-1',
  nowMs: Date.parse('2015-08-30T12:36:00Z'),
  findSecret: (id) =>
    id === 'AKIDEXAMPLE'
      ? { secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' }
      : undefined,
};

function vector(row: {
  method?: string;
  target: string;
  headers?: readonly (readonly [string, string])[];
  service?: string;
  host?: string;
  signature: string;
}): WireRequest {
  const extra = row.headers ?? [];
  const names = [...new Set(['host', 'x-amz-date', ...extra.map(([name]) => name.toLowerCase())])];
  return {
    method: row.method ?? 'GET',
    target: row.target,
    headers: [
      ['Host', row.host ?? 'example.amazonaws.com'],
      ['X-Amz-Date', '20150830T123600Z'],
      ...extra,
      [
        'Authorization',
        `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/${row.service ?? 'service'}/aws4_request, SignedHeaders=${names.sort().join(';')}, Signature=${row.signature}`,
      ],
    ],
    body: new Uint8Array(),
  };
}

describe('the published Signature Version 4 test suite', () => {
  const vanilla = '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31';
  test.each([
    { name: 'get-vanilla', target: '/', signature: vanilla },
    { name: 'get-relative', target: '/example/..', signature: vanilla },
    { name: 'get-relative-relative', target: '/example1/example2/../..', signature: vanilla },
    { name: 'get-slash', target: '//', signature: vanilla },
    { name: 'get-slash-dot-slash', target: '/./', signature: vanilla },
    {
      name: 'post-vanilla',
      method: 'POST',
      target: '/',
      signature: '5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b',
    },
    {
      name: 'get-vanilla-query-order-key-case',
      target: '/?Param2=value2&Param1=value1',
      signature: 'b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500',
    },
    {
      name: 'get-vanilla-empty-query-key',
      target: '/?Param1=value1',
      signature: 'a67d582fa61cc504c4bae71f336f98b97f1ea3c7a6bfe1b6e45aec72011b9aeb',
    },
    {
      name: 'get-header-value-trim',
      target: '/',
      headers: [
        ['My-Header1', ' value1'],
        ['My-Header2', ' "a   b   c"'],
      ] as const,
      signature: 'acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736',
    },
    {
      name: 'get-header-key-duplicate',
      target: '/',
      headers: [
        ['My-Header1', 'value2'],
        ['My-Header1', 'value2'],
        ['My-Header1', 'value1'],
      ] as const,
      signature: 'c9d5ea9f3f72853aea855b47ea873832890dbdd183b4468f858259531a5138ea',
    },
  ])('$name is verified', (row) => {
    const verified = verify(vector(row), suite);

    expect(verified).toMatchObject({ ok: true, accessKeyId: 'AKIDEXAMPLE' });
  });

  test('the ListUsers example of the IAM guide is verified', () => {
    const request = vector({
      target: '/?Action=ListUsers&Version=2010-05-08',
      host: 'iam.amazonaws.com',
      service: 'iam',
      headers: [['Content-Type', 'application/x-www-form-urlencoded; charset=utf-8']],
      signature: '5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7',
    });

    const verified = verify(request, { ...suite, service: 'iam' });

    expect(verified).toEqual({
      ok: true,
      accessKeyId: 'AKIDEXAMPLE',
      signedHeaders: ['content-type', 'host', 'x-amz-date'],
    });
  });
});

test.each([user, session])('a request signed by $accessKeyId is verified', async (credentials) => {
  const request = await signed({ credentials });

  expect(verify(request, against)).toMatchObject({
    ok: true,
    accessKeyId: credentials.accessKeyId,
  });
});

test.each([-300, -299, 299, 300])('a date %d seconds from now is recent', async (seconds) => {
  const request = await signed({ now: new Date(now.getTime() + seconds * 1000) });

  expect(verify(request, against).ok).toBe(true);
});

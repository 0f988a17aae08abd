import { createHash, createHmac } from 'node:crypto';
import { HttpRequest } from '@smithy/protocol-http';
import { SignatureV4 } from '@smithy/signature-v4';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { requestSigner } from './request-signer.ts';

const region = 'eu-west-1';
const service = 'dynamodb';
const credentials = {
  accessKeyId: 'ASIDEXAMPLE',
  secretAccessKey: 'secret',
  sessionToken: 'token',
};
const signingDate = new Date(Date.UTC(2026, 0, 25, 14, 30));

const aRequest = (more: Partial<HttpRequest> = {}) =>
  new HttpRequest({
    protocol: 'https:',
    hostname: 'dynamodb.eu-west-1.amazonaws.com',
    method: 'POST',
    path: '/',
    headers: {
      host: 'dynamodb.eu-west-1.amazonaws.com',
      'X-Amz-Target': 'DynamoDB_20120810.GetItem',
    },
    body: '{}',
    ...more,
  });

const text = fc.string({ unit: fc.constantFrom(...'aZ09 /-_=;:,.'), maxLength: 30 });

test("signs every request of ours as the SDK's own signer does", async () => {
  const header = fc.string({ unit: fc.constantFrom(...'abcXYZ-'), minLength: 1, maxLength: 12 });
  const requests = fc.record({
    // Names that differ in their case only are one header.
    headers: fc
      .uniqueArray(fc.tuple(header, text), { selector: ([name]) => name.toLowerCase() })
      .map((entries) => Object.fromEntries(entries.map(([name, value]) => [`h-${name}`, value]))),
    body: fc.oneof(fc.string({ unit: 'binary' }), fc.uint8Array()),
    dayOff: fc.integer({ min: 0, max: 3 }),
    secretAccessKey: fc.constantFrom('one', 'other'),
  });
  const theirs = (secretAccessKey: string) =>
    new SignatureV4({
      credentials: { ...credentials, secretAccessKey },
      region,
      service,
      sha256: NodeSha256,
      applyChecksum: false,
    });
  let secret = '';
  const current = async () => ({ ...credentials, secretAccessKey: secret });
  const ours = requestSigner({ region, service, credentials: current });

  await fc.assert(
    fc.asyncProperty(requests, async ({ headers, body, dayOff, secretAccessKey }) => {
      secret = secretAccessKey;
      const request = aRequest({ headers: { host: 'localhost:1', ...headers }, body });
      const at = { signingDate: new Date(signingDate.getTime() + dayOff * 86_400_000) };

      const signed = await ours.sign(request, at);

      const expected = await theirs(secretAccessKey).sign(request, at);
      expect(signed.headers['authorization']).toBe(expected.headers['authorization']);
      expect(signed.body).toBe(body);
    }),
  );
});

test('signs anew what was signed before, and leaves the request that it was given alone', async () => {
  const request = aRequest();
  const signer = requestSigner({ region, service, credentials });

  const first = await signer.sign(request, { signingDate });
  const second = await signer.sign(first, { signingDate });

  expect(second.headers).toEqual(first.headers);
  expect(request.headers).toEqual(aRequest().headers);
});

test('takes Region and service of the call, where it has them', async () => {
  const signer = requestSigner({ region, service, credentials });
  const elsewhere = { signingDate, signingRegion: 'us-east-1', signingService: 'iam' };

  const { headers } = await signer.sign(aRequest(), elsewhere);

  expect(headers['authorization']).toContain('/20260125/us-east-1/iam/aws4_request,');
});

test.each([
  ['another method', { method: 'GET' }],
  ['another path', { path: '/a' }],
  ['a query', { query: { a: 'b' } }],
  ['a body that is a stream', { body: new ReadableStream() }],
])('refuses to sign %s', async (_, more) => {
  const signer = requestSigner({ region, service, credentials });

  await expect(signer.sign(aRequest(more))).rejects.toThrow(/^signs /);
});

/** What the SDK's signer asks of a hash. */
class NodeSha256 {
  readonly #hash;

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', bytes(secret));
  }

  update(data: string | ArrayBuffer | ArrayBufferView): void {
    this.#hash.update(bytes(data));
  }

  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }
}

function bytes(data: string | ArrayBuffer | ArrayBufferView): Uint8Array {
  if (typeof data === 'string') return Buffer.from(data);
  return ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data);
}

import { networkInterfaces } from 'node:os';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { now, region, user } from '../../testing/callers.ts';
import { type Recording, startRecording } from '../../testing/recording-gateway.ts';
import { exchange, send, signedHeaders } from '../../testing/signers.ts';

let gateway: Recording;
let handled = 0;

beforeAll(async () => {
  gateway = await startRecording();
});

afterEach(() => {
  handled = gateway.events.length;
});

afterAll(() => gateway.close());

const newEvents = () => gateway.events.slice(handled);

describe('SEC-03 identity comes from the signature alone', () => {
  const claims = {
    accessKey: 'ASIAIOSFODNN7EXAMPLE',
    accountId: '444455556666',
    userArn: 'arn:aws:iam::111122223333:root',
    userId: '111122223333',
  };
  test.each([
    [
      'headers',
      { headers: { 'x-amzn-iam': JSON.stringify(claims), 'x-user-arn': claims.userArn } },
    ],
    [
      'headers named like members of the event',
      { headers: { requestcontext: JSON.stringify({ authorizer: { iam: claims } }) } },
    ],
    [
      'the body',
      {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ requestContext: { authorizer: { iam: claims } } }),
      },
    ],
    [
      'the forwarding headers',
      { headers: { 'x-forwarded-for': '203.0.113.9', forwarded: 'for=203.0.113.9' } },
    ],
  ])('and nothing in %s changes it', async (_, call) => {
    const answer = await gateway.call(
      '/?requestContext.authorizer.iam.userArn=root&userArn=root',
      call,
    );

    expect(answer.status).toBe(200);
    expect(
      newEvents().map((event) => [
        event.requestContext.authorizer,
        event.requestContext.http.sourceIp,
      ]),
      'SECURITY VIOLATION: a caller chose an identity',
    ).toEqual([
      [
        {
          iam: {
            accessKey: user.accessKeyId,
            accountId: '111122223333',
            callerId: 'AIDACKCEVSQ6C2EXAMPLE',
            cognitoIdentity: null,
            principalOrgId: 'o-a1b2c3d4e5',
            userArn: 'arn:aws:iam::111122223333:user/alice',
            userId: 'AIDACKCEVSQ6C2EXAMPLE',
          },
        },
        '127.0.0.1',
      ],
    ]);
  });

  test('and no flipped bit of a signed request reaches the handler', async () => {
    const body = '{"profile":"production"}';
    const call = {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', 'content-length': String(body.length) },
      credentials: user,
      region,
      service: 'execute-api',
      now,
    };
    const headers = Object.entries(await signedHeaders(`${gateway.url}/a?b=c`, call));
    const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('');
    const line = 'POST /a?b=c HTTP/1.1\r\n';
    const raw = `${line}${lines}\r\n${body}`;
    expect(await exchange(gateway.url, raw)).toContain('200 OK');
    handled = gateway.events.length;

    // The version of the protocol is no part of a signature.
    const version = [line.indexOf('HTTP/1.1'), line.length] as const;
    const positions = Array.from(raw, (_, at) => at).filter(
      (at) => at < version[0] || at >= version[1],
    );
    for (const at of positions) {
      const flipped = String.fromCharCode(raw.charCodeAt(at) ^ 1);
      await exchange(gateway.url, `${raw.slice(0, at)}${flipped}${raw.slice(at + 1)}`);
    }

    expect(newEvents(), 'SECURITY VIOLATION: a changed request was handled').toEqual([]);
  });
});

describe('SEC-29 no event without a signature for this API', () => {
  const other = { region: 'us-east-1', service: 'sts' };
  test.each<[string, () => Promise<{ status: number }>]>([
    ['unsigned', () => send(`${gateway.url}/`, {})],
    [
      'with a bearer token',
      () => send(`${gateway.url}/`, { headers: { authorization: 'Bearer a' } }),
    ],
    ['for another service', () => gateway.call('/', { service: other.service })],
    ['for another Region', () => gateway.call('/', { region: other.region })],
    ['of yesterday', () => gateway.call('/', { now: new Date(now.getTime() - 86_400_000) })],
    [
      'in the query string',
      () =>
        gateway.call(
          `/?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=${user.accessKeyId}&X-Amz-Signature=00`,
        ),
    ],
    ['for another host', () => gateway.call('/', { headers: { host: 'evil.example' } })],
    ['with the host’s port changed', () => gateway.call('/', { headers: { host: '127.0.0.1:1' } })],
    [
      'by an expired session',
      () =>
        gateway.call('/', {
          credentials: { ...user, accessKeyId: 'ASIAEXPIREDEXPIRED00', sessionToken: 'gone' },
        }),
    ],
  ])('%s', async (_, call) => {
    const answer = await call();

    expect(newEvents(), 'SECURITY VIOLATION: an unauthorized request was handled').toEqual([]);
    expect(answer.status).toBe(403);
  });

  test('and none from outside of this machine', async () => {
    const { port } = new URL(gateway.url);
    const outside = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .filter(({ internal, family }) => !internal && family === 'IPv4');

    for (const { address } of outside) {
      const answer = await send(`http://${address}:${port}/`, {}).catch(String);

      expect(answer, 'SECURITY VIOLATION: reachable from outside').toContain('ECONNREFUSED');
    }

    expect(new URL(gateway.url).hostname).toBe('127.0.0.1');
  });
});

describe('SEC-21 the handler sees doubled and encoded parts as they were sent', () => {
  test.each([
    ['/?profile=a&profile=b', 'profile=a&profile=b', { profile: 'a,b' }],
    ['/?profile=a&%70rofile=b', 'profile=a&%70rofile=b', { profile: 'a,b' }],
    ['/?Profile=a&profile=b', 'Profile=a&profile=b', { Profile: 'a', profile: 'b' }],
    ['/?profile=a,b', 'profile=a,b', { profile: 'a,b' }],
  ])('%s', async (target, rawQueryString, queryStringParameters) => {
    await gateway.call(target);

    expect(newEvents(), 'SECURITY VIOLATION: the query was tidied up').toMatchObject([
      { rawQueryString, queryStringParameters },
    ]);
  });
});

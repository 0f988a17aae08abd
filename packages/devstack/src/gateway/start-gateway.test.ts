import { expect, test } from 'vitest';
import { now, region, session, user } from '../../testing/callers.ts';
import { startForTest } from '../../testing/recording-gateway.ts';
import { exchange, send } from '../../testing/signers.ts';
import { startGateway } from './start-gateway.ts';

const routes = [
  { method: 'POST', path: '/' },
  { method: 'GET', path: '/sessions/{id}' },
];
const json = { 'content-type': 'application/json' };
test('a signed request reaches the handler with who signed it', async () => {
  const gateway = await startForTest({ routes, newId: () => 'request-1' });

  const answer = await gateway.call('/', {
    method: 'POST',
    headers: { ...json, 'user-agent': 'sentinel/1' },
    body: '{"profile":"production"}',
    credentials: session,
  });

  expect(answer).toMatchObject({ status: 200, body: 'ok' });
  expect(answer.headers).toMatchObject({
    'apigw-requestid': 'request-1',
    'content-length': '2',
    'content-type': 'text/plain; charset=utf-8',
  });
  expect(gateway.events).toMatchObject([
    {
      version: '2.0',
      routeKey: 'POST /',
      rawPath: '/',
      rawQueryString: '',
      body: '{"profile":"production"}',
      isBase64Encoded: false,
      requestContext: {
        accountId: '999988887777',
        apiId: 'a1b2c3d4e5',
        domainName: 'a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com',
        domainPrefix: 'a1b2c3d4e5',
        authorizer: {
          iam: {
            accessKey: session.accessKeyId,
            accountId: '444455556666',
            callerId: 'AROACKCEVSQ6C2EXAMPLE:bob',
            cognitoIdentity: null,
            principalOrgId: null,
            userArn: 'arn:aws:sts::444455556666:assumed-role/Engineer/bob',
            userId: 'AROACKCEVSQ6C2EXAMPLE:bob',
          },
        },
        http: { method: 'POST', sourceIp: '127.0.0.1', userAgent: 'sentinel/1' },
        requestId: 'request-1',
        stage: '$default',
        time: '02/Mar/2026:10:00:00 +0000',
        timeEpoch: now.getTime(),
      },
    },
  ]);
});

test('path parameters reach the handler', async () => {
  const gateway = await startForTest({ routes });

  await gateway.call('/sessions/a%20b');

  expect(gateway.events).toMatchObject([
    {
      routeKey: 'GET /sessions/{id}',
      rawPath: '/sessions/a b',
      pathParameters: { id: 'a b' },
    },
  ]);
});

test('secrets do not reach the handler', async () => {
  const gateway = await startForTest();

  await gateway.call('/');
  await gateway.call('/', { credentials: session });

  expect(gateway.events).toHaveLength(2);
  expect(JSON.stringify(gateway.events)).not.toContain('EXAMPLEKEY');
});

test.each([
  ['an undeclared path', '/nowhere', 'GET'],
  ['an undeclared method', '/', 'DELETE'],
  ['a slash too many', '/sessions/a/', 'GET'],
])('%s is not found, and not invoked', async (_, target, method) => {
  const gateway = await startForTest({ routes });

  const answer = await gateway.call(target, { method });

  expect(answer).toMatchObject({ status: 404, body: '{"message":"Not Found"}' });
  expect(gateway.events).toEqual([]);
});

test('a path that cannot be decoded is a bad request', async () => {
  const gateway = await startForTest();

  const answer = await gateway.call('/%ff');

  expect(answer).toMatchObject({ status: 400, body: '{"message":"Bad Request"}' });
  expect(gateway.events).toEqual([]);
});

test('who is refused learns nothing but that', async () => {
  const gateway = await startForTest();

  const answers = [
    await send(`${gateway.url}/`, {}),
    await gateway.call('/', { credentials: { ...user, secretAccessKey: 'wrong' } }),
    await gateway.call('/', { credentials: { ...user, accessKeyId: 'AKIAI44QH8DHBEXAMPLE' } }),
  ];

  for (const { status, headers, body } of answers) {
    expect({ status, body }).toEqual({ status: 403, body: '{"message":"Forbidden"}' });
    expect(Object.keys(headers).sort()).toEqual([
      'apigw-requestid',
      'connection',
      'content-length',
      'content-type',
      'date',
    ]);
  }
  expect(gateway.refusals).toEqual([
    { reason: 'missing', method: 'GET', target: '/' },
    { reason: 'mismatch', method: 'GET', target: '/' },
    { reason: 'unknown-key', method: 'GET', target: '/' },
  ]);
});

test('a look-up of principals that fails is an error of the server, and nothing is invoked', async () => {
  const failure = new Error('the store is away');
  const gateway = await startForTest({
    findPrincipal: () => {
      throw failure;
    },
  });

  const answer = await gateway.call('/');

  expect(answer).toMatchObject({ status: 500, body: '{"message":"Internal Server Error"}' });
  expect(gateway.failures).toEqual([failure]);
  expect(gateway.events).toEqual([]);
});

test('what is no HTTP is a bad request', async () => {
  const gateway = await startForTest();

  const answer = await exchange(gateway.url, 'BREW /pot\r\n\r\n');

  expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n.*\{"message":"Bad Request"\}$/s);
});

test('a client that goes away in the middle of its body is forgotten', async () => {
  const gateway = await startForTest();

  await exchange(gateway.url, 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhalf');
  const next = await gateway.call('/');

  expect(next.status).toBe(200);
  expect(gateway.events).toHaveLength(1);
  expect([gateway.failures, gateway.refusals]).toEqual([[], []]);
});

test('a port that is taken is an error', async () => {
  const gateway = await startForTest();
  const port = Number(new URL(gateway.url).port);

  const second = startGateway({
    handler: async () => undefined,
    findPrincipal: () => undefined,
    region,
    accountId: '999988887777',
    apiId: 'a1b2c3d4e5',
    clock: { nowMs: () => 0 },
    port,
  });

  await expect(second).rejects.toThrow('EADDRINUSE');
});

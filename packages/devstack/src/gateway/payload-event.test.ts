import { describe, expect, test } from 'vitest';
import { type EventFacts, payloadEvent } from './payload-event.ts';
import type { Received } from './received.ts';

const received: Received = {
  request: {
    method: 'POST',
    target: '/my/path?parameter1=value1&parameter1=value2&parameter2=value',
    headers: [
      ['Header1', 'value1'],
      ['header2', 'value1'],
      ['HEADER2', 'value2'],
      ['Cookie', 'cookie1; cookie2'],
      ['User-Agent', 'agent'],
      ['Content-Type', 'text/plain'],
      ['Connection', 'keep-alive'],
    ],
    body: Buffer.from('Hello from Lambda'),
  },
  protocol: 'HTTP/1.1',
  sourceIp: '192.0.2.1',
  port: 8080,
};

const facts: EventFacts = {
  accountId: '123456789012',
  apiId: 'api-id',
  domainName: 'id.execute-api.us-east-1.amazonaws.com',
  requestId: 'id',
  nowMs: 1583348638390,
  path: '/my/path',
  route: { routeKey: '$default', pathParameters: { parameter1: 'value1' } },
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  principal: {
    secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    accountId: '111122223333',
    userArn: 'arn:aws:iam::111122223333:user/alice',
    userId: 'AIDACKCEVSQ6C2EXAMPLE',
    principalOrgId: 'o-a1b2c3d4e5',
  },
};

test('the example of the API Gateway guide, behind IAM authorization', () => {
  const event = payloadEvent(received, facts);

  expect(event).toEqual({
    version: '2.0',
    routeKey: '$default',
    rawPath: '/my/path',
    rawQueryString: 'parameter1=value1&parameter1=value2&parameter2=value',
    cookies: ['cookie1', 'cookie2'],
    headers: {
      header1: 'value1',
      header2: 'value1,value2',
      'user-agent': 'agent',
      'content-type': 'text/plain',
      'content-length': '17',
      'x-forwarded-for': '192.0.2.1',
      'x-forwarded-port': '8080',
      'x-forwarded-proto': 'http',
    },
    queryStringParameters: { parameter1: 'value1,value2', parameter2: 'value' },
    requestContext: {
      accountId: '123456789012',
      apiId: 'api-id',
      authorizer: {
        iam: {
          accessKey: 'AKIAIOSFODNN7EXAMPLE',
          accountId: '111122223333',
          callerId: 'AIDACKCEVSQ6C2EXAMPLE',
          cognitoIdentity: null,
          principalOrgId: 'o-a1b2c3d4e5',
          userArn: 'arn:aws:iam::111122223333:user/alice',
          userId: 'AIDACKCEVSQ6C2EXAMPLE',
        },
      },
      domainName: 'id.execute-api.us-east-1.amazonaws.com',
      domainPrefix: 'id',
      http: {
        method: 'POST',
        path: '/my/path',
        protocol: 'HTTP/1.1',
        sourceIp: '192.0.2.1',
        userAgent: 'agent',
      },
      requestId: 'id',
      routeKey: '$default',
      stage: '$default',
      time: '04/Mar/2020:19:03:58 +0000',
      timeEpoch: 1583348638390,
    },
    body: 'Hello from Lambda',
    pathParameters: { parameter1: 'value1' },
    isBase64Encoded: false,
  });
});

test('what a request does not have is left out', () => {
  const bare = { ...received.request, target: '/', headers: [], body: new Uint8Array() };

  const event = payloadEvent(
    { ...received, request: bare },
    { ...facts, route: { routeKey: 'POST /', pathParameters: {} } },
  );

  expect(Object.keys(event).sort()).toEqual([
    'headers',
    'isBase64Encoded',
    'rawPath',
    'rawQueryString',
    'requestContext',
    'routeKey',
    'version',
  ]);
  expect(event.requestContext.http.userAgent).toBe('');
});

test('a principal outside an organization has no organization', () => {
  const { principalOrgId: _, ...principal } = facts.principal;

  const event = payloadEvent(received, { ...facts, principal });

  expect(event.requestContext.authorizer.iam.principalOrgId).toBeNull();
});

describe('query string parameters are decoded and joined, the raw string is as received', () => {
  test.each([
    ['a=1&b=2', { a: '1', b: '2' }],
    ['b=2&a=1&b=1', { b: '2,1', a: '1' }],
    ['a%20b=c%2Fd', { 'a b': 'c/d' }],
    ['a=b+c', { a: 'b c' }],
    ['a=%C3%A9', { a: '\u00e9' }],
    ['flag', { flag: '' }],
    ['__proto__=1', Object.fromEntries([['__proto__', '1']])],
  ])('%s', (query, parameters) => {
    const request = { ...received.request, target: `/?${query}` };

    const event = payloadEvent({ ...received, request }, facts);

    expect(event.rawQueryString).toBe(query);
    expect(event.queryStringParameters).toEqual(parameters);
  });
});

import { expect, test } from 'vitest';
import { eventHeaders } from './event-headers.ts';
import type { Received } from './received.ts';

function received(headers: Received['request']['headers']): Received {
  return {
    request: { method: 'GET', target: '/', headers, body: new Uint8Array() },
    protocol: 'HTTP/1.1',
    sourceIp: '127.0.0.1',
    port: 8080,
  };
}

test('the address of the caller is added after those that the caller claims', () => {
  const { headers } = eventHeaders(
    received([
      ['X-Forwarded-For', '203.0.113.9'],
      ['X-Forwarded-Port', '1'],
      ['X-Forwarded-Proto', 'gopher'],
    ]),
  );

  expect(headers).toMatchObject({
    'x-forwarded-for': '203.0.113.9, 127.0.0.1',
    'x-forwarded-port': '8080',
    'x-forwarded-proto': 'http',
  });
});

test('headers of the connection stay with the connection', () => {
  const { headers } = eventHeaders(
    received([
      ['Connection', 'keep-alive'],
      ['Keep-Alive', 'timeout=5'],
      ['Transfer-Encoding', 'chunked'],
      ['TE', 'trailers'],
    ]),
  );

  expect(Object.keys(headers)).toEqual([
    'content-length',
    'x-forwarded-for',
    'x-forwarded-port',
    'x-forwarded-proto',
  ]);
});

test('cookies of several headers are one list', () => {
  const { headers, cookies } = eventHeaders(
    received([
      ['Cookie', 'a=1; b=2'],
      ['cookie', 'c=3'],
    ]),
  );

  expect(cookies).toEqual(['a=1', 'b=2', 'c=3']);
  expect(headers).not.toHaveProperty('cookie');
});

test('values are read as UTF-8, and as they are where they are none', () => {
  const { headers } = eventHeaders(
    received([
      ['a', 'caf\u00c3\u00a9'],
      ['b', 'caf\u00e9'],
    ]),
  );

  expect(headers).toMatchObject({ a: 'caf\u00e9', b: 'caf\u00e9' });
});

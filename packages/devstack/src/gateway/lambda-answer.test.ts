import { describe, expect, test } from 'vitest';
import { lambdaAnswer } from './lambda-answer.ts';
import { limits } from './limits.ts';

function shown(value: unknown) {
  const answer = lambdaAnswer(value);
  return answer && { ...answer, body: Buffer.from(answer.body).toString('latin1') };
}

test('a result of format 2.0 is the answer', () => {
  const result = {
    statusCode: 201,
    headers: { 'Content-Type': 'application/json', 'X-Count': 3, 'X-Flag': true },
    cookies: ['a=1; Secure', 'b=2'],
    body: '{}',
    isBase64Encoded: false,
  };

  expect(shown(result)).toEqual({
    status: 201,
    headers: { 'content-type': 'application/json', 'x-count': '3', 'x-flag': 'true' },
    cookies: ['a=1; Secure', 'b=2'],
    body: '{}',
  });
});

test.each([
  ['a status alone', { statusCode: 204 }, ''],
  ['a base64 body', { statusCode: 204, body: 'AP8=', isBase64Encoded: true }, '\u0000\u00ff'],
  ['members that are null', { statusCode: 204, body: null, headers: null, cookies: null }, ''],
])('%s is of text by default', (_, result, body) => {
  expect(shown(result)).toEqual({
    status: 204,
    headers: { 'content-type': 'text/plain; charset=utf-8' },
    cookies: [],
    body,
  });
});

test('the length and the connection are not the handler’s to set', () => {
  const headers = { 'Content-Length': '5', 'transfer-encoding': 'chunked', Connection: 'close' };

  expect(shown({ statusCode: 200, headers, body: 'hello!' })?.headers).toEqual({
    'content-type': 'text/plain; charset=utf-8',
  });
});

test.each([
  [{ hello: 'world' }, '{"hello":"world"}'],
  ['text', '"text"'],
  [['a'], '["a"]'],
  [undefined, 'null'],
  [null, 'null'],
])('%j without a status is the body itself', (result, body) => {
  expect(shown(result)).toEqual({
    status: 200,
    headers: { 'content-type': 'application/json' },
    cookies: [],
    body,
  });
});

describe('a result is malformed', () => {
  const circular: Record<string, unknown> = {};
  circular['self'] = circular;
  test.each<[string, unknown]>([
    ['with a status in words', { statusCode: 'OK' }],
    ['with a status as text', { statusCode: '200' }],
    ['with a status out of range', { statusCode: 99 }],
    ['with an interim status', { statusCode: 101 }],
    ['with a fractional status', { statusCode: 200.5 }],
    ['with a body that is no text', { statusCode: 200, body: { a: 1 } }],
    ['with a header that is no scalar', { statusCode: 200, headers: { a: ['b'] } }],
    ['with cookies that are no list', { statusCode: 200, cookies: 'a=1' }],
    ['that is circular', circular],
    ['with a bigint', { statusCode: 200, body: 1n }],
    ['larger than Lambda lets out', { statusCode: 200, body: 'x'.repeat(limits.payloadBytes) }],
  ])('%s', (_, result) => {
    expect(lambdaAnswer(result)).toBeUndefined();
  });
});

import { expect, test } from 'vitest';
import { eventBody } from './event-body.ts';

test.each([
  'application/json',
  'application/json; charset=utf-8',
  'Application/JSON',
  'application/xml',
  'application/javascript',
  'text/plain',
  'text/csv;charset=utf-8',
])('a body of %s is text', (contentType) => {
  expect(eventBody(Buffer.from('{"a":"é"}'), contentType)).toEqual({
    body: '{"a":"é"}',
    isBase64Encoded: false,
  });
});

test.each([
  undefined,
  '',
  'application/octet-stream',
  'application/x-www-form-urlencoded',
  'application/json-seq',
  'application/jsonp',
  'image/png',
])('a body of %s is base64', (contentType) => {
  expect(eventBody(Uint8Array.of(0, 255), contentType)).toEqual({
    body: 'AP8=',
    isBase64Encoded: true,
  });
});

test('no body is no member', () => {
  expect(eventBody(new Uint8Array(), 'application/octet-stream')).toEqual({
    isBase64Encoded: false,
  });
});

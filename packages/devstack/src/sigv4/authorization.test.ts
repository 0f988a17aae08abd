import { describe, expect, test } from 'vitest';
import { parseAuthorization } from './authorization.ts';

const signature = '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31';
const credential = 'Credential=AKIDEXAMPLE/20150830/us-east-1/execute-api/aws4_request';
const headers = 'SignedHeaders=host;x-amz-date';

describe('an authorization header is read', () => {
  test.each([
    ['with spaces after the commas', `${credential}, ${headers}, Signature=${signature}`],
    ['without spaces', `${credential},${headers},Signature=${signature}`],
    ['in any order', `Signature=${signature}, ${headers}, ${credential}`],
  ])('%s', (_, members) => {
    expect(parseAuthorization(`AWS4-HMAC-SHA256 ${members}`)).toEqual({
      accessKeyId: 'AKIDEXAMPLE',
      scope: { date: '20150830', region: 'us-east-1', service: 'execute-api' },
      signedHeaders: ['host', 'x-amz-date'],
      signature,
    });
  });
});

describe('an authorization header is malformed', () => {
  test.each([
    ['when empty', ''],
    ['with another algorithm', `AWS4-HMAC-SHA1 ${credential}, ${headers}, Signature=${signature}`],
    ['with a bearer token', 'Bearer abc'],
    ['without a credential', `AWS4-HMAC-SHA256 ${headers}, Signature=${signature}`],
    ['without signed headers', `AWS4-HMAC-SHA256 ${credential}, Signature=${signature}`],
    ['without a signature', `AWS4-HMAC-SHA256 ${credential}, ${headers}`],
    [
      'with a member twice',
      `AWS4-HMAC-SHA256 ${credential}, ${headers}, ${headers}, Signature=${signature}`,
    ],
    [
      'with an unknown member',
      `AWS4-HMAC-SHA256 ${credential}, ${headers}, Signature=${signature}, Extra=1`,
    ],
    [
      'with a member of another case',
      `AWS4-HMAC-SHA256 ${credential}, ${headers}, signature=${signature}`,
    ],
    [
      'with a signature in upper case',
      `AWS4-HMAC-SHA256 ${credential}, ${headers}, Signature=${signature.toUpperCase()}`,
    ],
    [
      'with a short signature',
      `AWS4-HMAC-SHA256 ${credential}, ${headers}, Signature=${signature.slice(1)}`,
    ],
    [
      'with a long signature',
      `AWS4-HMAC-SHA256 ${credential}, ${headers}, Signature=${signature}0`,
    ],
    [
      'with a header name in upper case',
      `AWS4-HMAC-SHA256 ${credential}, SignedHeaders=Host;x-amz-date, Signature=${signature}`,
    ],
    [
      'with unsorted header names',
      `AWS4-HMAC-SHA256 ${credential}, SignedHeaders=x-amz-date;host, Signature=${signature}`,
    ],
    [
      'with a header name twice',
      `AWS4-HMAC-SHA256 ${credential}, SignedHeaders=host;host, Signature=${signature}`,
    ],
    [
      'with an empty header name',
      `AWS4-HMAC-SHA256 ${credential}, SignedHeaders=;host, Signature=${signature}`,
    ],
    [
      'with a scope of another end',
      `AWS4-HMAC-SHA256 ${credential.replace('aws4_request', 'aws5_request')}, ${headers}, Signature=${signature}`,
    ],
    [
      'with a scope of five parts and one more',
      `AWS4-HMAC-SHA256 ${credential}/more, ${headers}, Signature=${signature}`,
    ],
  ])('%s', (_, value) => {
    expect(parseAuthorization(value)).toBeUndefined();
  });
});

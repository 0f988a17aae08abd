import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aProof } from '../../testing/a-proof.ts';
import { decodeProof, encodeProof, type Proof } from './proof.ts';

const encode = (value: unknown) =>
  `sentinel-v1.${Buffer.from(JSON.stringify(value)).toString('base64url')}`;
const members = Object.values(aProof());

test('SEC-27 a proof comes back as it went, whatever the token of its session', () => {
  const text = fc.stringMatching(/^[A-Za-z0-9+/=]{16,2000}$/);
  fc.assert(
    fc.property(text, (sessionToken) => {
      const proof = aProof({ sessionToken });
      expect(decodeProof(encodeProof(proof))).toEqual(proof);
    }),
  );
});

test('SEC-27 a token with the longest of session tokens fits into API Gateway’s headers', () => {
  const token = encodeProof(aProof({ sessionToken: 'A'.repeat(4096) }));

  expect(token.length).toBeLessThan(8000);
  expect(decodeProof(token)).toBeDefined();
});

describe('SEC-27', () => {
  test.each<[string, string]>([
    ['nothing', ''],
    ['another version', encode(members).replace('-v1', '-v2')],
    ['no JSON', 'sentinel-v1.AAAA'],
    ['an object', encode(aProof())],
    ['a member less', encode(members.slice(0, 5))],
    ['a member more', encode([...members, 'x'])],
    ['a number', encode([...members.slice(0, 5), 1234567890123456])],
    ['a list in a list', encode([...members.slice(0, 5), [members[5]]])],
    [
      'a space in its JSON',
      `sentinel-v1.${Buffer.from(` ${JSON.stringify(members)}`).toString('base64url')}`,
    ],
    [
      'an escape in its JSON',
      `sentinel-v1.${Buffer.from(JSON.stringify(members).replace('orders', '\\u006frders')).toString('base64url')}`,
    ],
    ['padding', `${encode(members)}=`],
    ['a line end', `${encode(members)}\n`],
    ['plain base64', `sentinel-v1.${Buffer.from('["??>>"]').toString('base64')}`],
    ['a second part', `${encode(members)}.${encode(members)}`],
    ['more than fits', encode([...members.slice(0, 5), 'A'.repeat(6001)])],
    [
      'a whole presigned URL',
      `sentinel-v1.${Buffer.from('https://sts.amazonaws.com/?Action=GetCallerIdentity').toString('base64url')}`,
    ],
  ])('SEC-27 a token with %s is none', (_what, token) => {
    expect(decodeProof(token), 'SECURITY VIOLATION: a token of another shape was read').toBe(
      undefined,
    );
  });

  test.each<[keyof Proof, string]>([
    ['audience', 'Orders.example.com'],
    ['audience', 'orders.example.com.'],
    ['audience', 'orders.example.com:443'],
    ['audience', 'https://orders.example.com'],
    ['audience', 'user@orders.example.com'],
    ['audience', 'orders.example.com/path'],
    ['audience', 'orders.example.com\r\nx: y'],
    ['audience', 'ordеrs.example.com'],
    ['audience', '*.example.com'],
    ['audience', ''],
    ['audience', `${'a.'.repeat(127)}com`],
    ['region', 'eu-west-1.evil.example'],
    ['region', 'eu-west-1/../..'],
    ['region', 'eu-west-1:8443'],
    ['region', 'eu-west-1@evil.example#'],
    ['region', 'EU-WEST-1'],
    ['region', 'aws-global'],
    ['region', ''],
    ['accessKeyId', 'AKIAEXAMPLEEXAMPLE01'],
    ['accessKeyId', 'ASIAEXAMPLE/20260125'],
    ['accessKeyId', 'asiaexampleexample01'],
    ['date', '20260125T143000'],
    ['date', '20260125T143000Z&X-Amz-Expires=604800'],
    ['signature', 'ab'.repeat(31)],
    ['signature', 'AB'.repeat(32)],
    ['sessionToken', ''],
    ['sessionToken', `token&Action=AssumeRole${'A'.repeat(16)}`],
    ['sessionToken', `token ${'A'.repeat(16)}`],
  ])('SEC-27 a token whose %s is `%s` is none', (member, value) => {
    const token = encode(Object.values({ ...aProof(), [member]: value }));

    expect(decodeProof(token), 'SECURITY VIOLATION: a malformed member was read').toBe(undefined);
  });

  test('SEC-27 of all texts that differ from a token by one character, none reads as the same proof', () => {
    const token = encodeProof(aProof());
    const at = fc.integer({ min: 0, max: token.length - 1 });
    const character = fc.constantFrom(...'ABCDabcd0123-_=+/. \n');
    fc.assert(
      fc.property(at, character, (index, other) => {
        const changed = token.slice(0, index) + other + token.slice(index + 1);
        fc.pre(changed !== token);
        expect(decodeProof(changed), 'SECURITY VIOLATION: two spellings').not.toEqual(aProof());
      }),
      { numRuns: 2000 },
    );
  });
});

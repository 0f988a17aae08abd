import { expect, test } from 'vitest';
import { signingKey } from './signing-key.ts';

test('the signing key of the IAM guide is derived', () => {
  const scope = { date: '20150830', region: 'us-east-1', service: 'iam' };

  const key = signingKey('wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY', scope);

  expect(Buffer.from(key).toString('hex')).toBe(
    'c4afb1cc5771d871763a393e44b703571b55cc28424d1a5e86da6ed3c154a4b9',
  );
});

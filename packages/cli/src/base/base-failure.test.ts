import { expect, test } from 'vitest';
import { baseFailure } from './base-failure.ts';

const profile = { kind: 'profile', profile: 'sso' } as const;
const chain = { kind: 'chain' } as const;

function ofService(message: string): Error {
  return Object.assign(new Error(message), { $fault: 'client', $metadata: {} });
}

test.each([
  [
    'The SSO session associated with this profile has expired. To refresh this SSO session run aws sso login with the corresponding profile.',
    profile,
    'SIGN_IN_EXPIRED',
    'the sign-in of profile `sso` has expired',
    'run `aws sso login --profile sso`',
  ],
  [
    "The SSO session token associated with profile=x was not found or is invalid. To refresh this SSO session run 'aws sso login'.",
    chain,
    'SIGN_IN_EXPIRED',
    'the sign-in has expired',
    'run `aws sso login`',
  ],
  [
    'Profile sso requires multi-factor authentication, but no MFA code callback was provided.',
    profile,
    'NO_BASE_CREDENTIALS',
    'the base credentials of profile `sso` need a code of an MFA device',
    'run this in a terminal',
  ],
  [
    'Could not resolve credentials using profile: [sso] in configuration/credentials file(s).',
    profile,
    'NO_BASE_CREDENTIALS',
    'profile `sso` gives no credentials',
    'see what `aws sts get-caller-identity --profile sso` says',
  ],
  [
    'Could not load credentials from any providers',
    chain,
    'NO_BASE_CREDENTIALS',
    'there are no AWS credentials to sign with',
    'set `base_profile`, or sign in so that `aws sts get-caller-identity` works',
  ],
])('%s', (message, source, code, said, help) => {
  expect(baseFailure(new Error(message), source)).toMatchObject({ code, message: said, help });
});

test("an AWS service's own words are repeated, visibly", () => {
  const cause = ofService('not authorized to perform: sts:AssumeRole\u001b[2J');

  expect(baseFailure(cause, profile)).toMatchObject({
    code: 'NO_BASE_CREDENTIALS',
    message:
      'AWS refused the base credentials of profile `sso`: not authorized to perform: sts:AssumeRole\\u{1b}[2J',
  });
});

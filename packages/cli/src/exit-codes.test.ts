import { httpStatus } from '@sentinel/core/contract/error';
import { expect, test } from 'vitest';
import { type ExitCode, exitCodeOf, exitCodes } from './exit-codes.ts';

const byExit: Readonly<Record<Exclude<ExitCode, 0>, readonly string[]>> = {
  1: [
    'NOT_FOUND',
    'METHOD_NOT_ALLOWED',
    'CONFLICT',
    'TOO_LARGE',
    'UNSUPPORTED_MEDIA_TYPE',
    'RATE_LIMITED',
    'POLICY_ERROR',
    'CONFIG_ERROR',
    'CREDENTIAL_ERROR',
    'INTERNAL',
    'REDIRECTED',
    'BAD_ANSWER',
    'CANCELLED',
    'FAILURE',
  ],
  2: [
    'MISSING_PROFILE',
    'INVALID_PROFILE',
    'INVALID_DURATION',
    'INVALID_REQUEST',
    'USAGE',
    'SETTINGS',
  ],
  3: [
    'POLICY_DENY',
    'DEVICE_VERIFICATION_FAILED',
    'FORBIDDEN',
    'QUOTA_EXCEEDED',
    'COOLDOWN',
    'REVIEW_OVERDUE',
  ],
  4: ['APPROVAL_REQUIRED'],
  5: [
    'INVALID_IDENTITY',
    'IAM_AUTH_REQUIRED',
    'NO_BASE_CREDENTIALS',
    'SIGN_IN_EXPIRED',
    'RECURSION',
    'GATEWAY_FORBIDDEN',
    'CLOCK_SKEW',
  ],
  6: ['SESSION_REVOKED', 'SUBJECT_BLOCKED'],
  7: ['DEPENDENCY_UNAVAILABLE', 'UNREACHABLE', 'UNAVAILABLE', 'UNTRUSTED_SERVER'],
};

const table = Object.entries(byExit).flatMap(([exit, codes]) =>
  codes.map((code) => [code, Number(exit)] as const),
);

test.each(table)('%s ends the command with %i', (code, exit) => {
  expect(exitCodeOf(code)).toBe(exit);
});

test('every code of the API and of the CLI is in the table above', () => {
  const listed = table.map(([code]) => code).sort();

  expect(listed).toEqual(Object.keys(exitCodes).sort());
  expect(listed).toEqual(expect.arrayContaining(Object.keys(httpStatus)));
});

test.each(['A_LATER_CODE', '', 'constructor', '__proto__'])('an unknown code %j is 1', (code) => {
  expect(exitCodeOf(code)).toBe(1);
});

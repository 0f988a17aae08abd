import type { Code } from '@sentinel/core/reasons';
import type { ClientCode } from './failure.ts';

/**
 * 0 ok, 1 failure, 2 usage, 3 denied by policy, 4 approval needed or pending,
 * 5 identity or sign-in, 6 revoked or blocked, 7 server unreachable.
 */
export type ExitCode = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7;

/** What each exit code tells a script. */
export const exitMeanings: Readonly<Record<ExitCode, string>> = {
  0: 'ok',
  1: 'failure',
  2: 'usage or settings',
  3: 'denied by policy',
  4: 'approval needed or pending',
  5: 'identity or sign-in',
  6: 'revoked or blocked',
  7: 'server unreachable',
};

/** Every code that a command may end with. */
export const exitCodes: Readonly<Record<Code | ClientCode, ExitCode>> = {
  MISSING_PROFILE: 2,
  INVALID_PROFILE: 2,
  INVALID_DURATION: 2,
  INVALID_REQUEST: 2,
  INVALID_IDENTITY: 5,
  IAM_AUTH_REQUIRED: 5,
  POLICY_DENY: 3,
  DEVICE_VERIFICATION_FAILED: 3,
  FORBIDDEN: 3,
  QUOTA_EXCEEDED: 3,
  COOLDOWN: 3,
  REVIEW_OVERDUE: 3,
  APPROVAL_REQUIRED: 4,
  SESSION_REVOKED: 6,
  SUBJECT_BLOCKED: 6,
  NOT_FOUND: 1,
  METHOD_NOT_ALLOWED: 1,
  CONFLICT: 1,
  TOO_LARGE: 1,
  UNSUPPORTED_MEDIA_TYPE: 1,
  RATE_LIMITED: 1,
  POLICY_ERROR: 1,
  CONFIG_ERROR: 1,
  CREDENTIAL_ERROR: 1,
  INTERNAL: 1,
  DEPENDENCY_UNAVAILABLE: 7,
  USAGE: 2,
  SETTINGS: 2,
  NO_BASE_CREDENTIALS: 5,
  SIGN_IN_EXPIRED: 5,
  RECURSION: 5,
  GATEWAY_FORBIDDEN: 5,
  CLOCK_SKEW: 5,
  UNREACHABLE: 7,
  UNAVAILABLE: 7,
  UNTRUSTED_SERVER: 7,
  REDIRECTED: 1,
  BAD_ANSWER: 1,
  CANCELLED: 1,
  FAILURE: 1,
};

/** The exit code for a code of the API or of the CLI; a code of a later server is 1. */
export function exitCodeOf(code: string): number {
  return new Map<string, number>(Object.entries(exitCodes)).get(code) ?? 1;
}

import * as z from 'zod/mini';
import type { Code } from '../reasons.ts';
import { text } from './fields.ts';
import { lazily } from './lazily.ts';

/** HTTP status of each code. */
export const httpStatus: Readonly<Record<Code, number>> = {
  MISSING_PROFILE: 400,
  INVALID_PROFILE: 400,
  INVALID_DURATION: 400,
  INVALID_IDENTITY: 400,
  INVALID_REQUEST: 400,
  IAM_AUTH_REQUIRED: 403,
  POLICY_DENY: 403,
  APPROVAL_REQUIRED: 403,
  SESSION_REVOKED: 403,
  SUBJECT_BLOCKED: 403,
  DEVICE_VERIFICATION_FAILED: 403,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  METHOD_NOT_ALLOWED: 405,
  CONFLICT: 409,
  TOO_LARGE: 413,
  UNSUPPORTED_MEDIA_TYPE: 415,
  RATE_LIMITED: 429,
  QUOTA_EXCEEDED: 429,
  COOLDOWN: 429,
  REVIEW_OVERDUE: 429,
  POLICY_ERROR: 500,
  CONFIG_ERROR: 500,
  CREDENTIAL_ERROR: 500,
  INTERNAL: 500,
  DEPENDENCY_UNAVAILABLE: 503,
};

/** What every refusal and failure answers. */
export const errorAnswer = lazily(() =>
  z.object({
    Code: text('one of the codes below'),
    Message: text('one line for people'),
    RequestId: text('what the log and the decision record know the request by'),
    Help: z.optional(text('the next step: a command, or whom to turn to')),
    RetryAfter: z.optional(
      z
        .number()
        .check(z.describe('seconds until the same call may succeed; also as `Retry-After`')),
    ),
  }),
);

export type ErrorAnswer = z.infer<ReturnType<typeof errorAnswer>>;

/** What any route may answer, whatever it does. */
export const commonErrors: readonly Code[] = [
  'INVALID_REQUEST',
  'INVALID_IDENTITY',
  'IAM_AUTH_REQUIRED',
  'SUBJECT_BLOCKED',
  'NOT_FOUND',
  'METHOD_NOT_ALLOWED',
  'TOO_LARGE',
  'UNSUPPORTED_MEDIA_TYPE',
  'RATE_LIMITED',
  'POLICY_ERROR',
  'CONFIG_ERROR',
  'INTERNAL',
  'DEPENDENCY_UNAVAILABLE',
];

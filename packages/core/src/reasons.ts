/**
 * Every refusal: its code, its sentence and the next step for the person.
 * No other file spells one, so that a message cannot tell two people different things.
 */

/** What went wrong, as the API names it. */
export type Code =
  | 'MISSING_PROFILE'
  | 'INVALID_PROFILE'
  | 'INVALID_DURATION'
  | 'INVALID_IDENTITY'
  | 'INVALID_REQUEST'
  | 'IAM_AUTH_REQUIRED'
  | 'POLICY_DENY'
  | 'APPROVAL_REQUIRED'
  | 'SESSION_REVOKED'
  | 'SUBJECT_BLOCKED'
  | 'DEVICE_VERIFICATION_FAILED'
  | 'FORBIDDEN'
  | 'NOT_FOUND'
  | 'METHOD_NOT_ALLOWED'
  | 'CONFLICT'
  | 'TOO_LARGE'
  | 'UNSUPPORTED_MEDIA_TYPE'
  | 'RATE_LIMITED'
  | 'QUOTA_EXCEEDED'
  | 'COOLDOWN'
  | 'REVIEW_OVERDUE'
  | 'POLICY_ERROR'
  | 'CONFIG_ERROR'
  | 'CREDENTIAL_ERROR'
  | 'INTERNAL'
  | 'DEPENDENCY_UNAVAILABLE';

/** A refusal is a value: what the caller reads, and what only the log may hold. */
export type Refusal = {
  readonly refused: true;
  readonly code: Code;
  /** One line, lower case, for the caller. */
  readonly message: string;
  /** The next step, for the caller. */
  readonly help?: string;
  /** Seconds until the same call may succeed. */
  readonly retryAfterSeconds?: number;
  /** For the log only. */
  readonly detail?: string;
  /** What the record says instead of `code`, where the answer must not tell. */
  readonly recordedCode?: Code;
  /** Name of a metric to count, for operators. */
  readonly metric?: string;
};

/** Whether a stage refused. */
export function isRefusal(value: unknown): value is Refusal {
  return (
    typeof value === 'object' && value !== null && 'refused' in value && value.refused === true
  );
}

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

type Extra = Pick<Refusal, 'help' | 'retryAfterSeconds' | 'detail' | 'recordedCode' | 'metric'>;

function refuse(code: Code, message: string, extra: Extra = {}): Refusal {
  return { refused: true, code, message, ...extra };
}

/** What a person runs to break the glass; whose reason code is theirs to choose where there are several. */
export function breakTheGlass(profile: string, codes: readonly string[] = []): string {
  const [code = 'CODE', ...more] = codes;
  return `sentinel breakglass open ${profile} --code ${more.length > 0 ? 'CODE' : code} --justification "..."`;
}

/** What a person runs to ask for an approval. */
export function askForApproval(profile: string): string {
  return `sentinel request ${profile} --for 1h --justification "..."`;
}

/** The reasons, one function each; arguments are shown to the caller unless named `detail`. */
export const reasons = {
  missingProfile: () =>
    refuse('MISSING_PROFILE', 'no profile was named', { help: 'sentinel profiles' }),

  invalidProfile: () =>
    refuse(
      'INVALID_PROFILE',
      'a profile is named by 1 to 64 of `a-z 0-9 _ -`, beginning with a letter or digit',
      { help: 'sentinel profiles' },
    ),

  invalidDuration: () =>
    refuse('INVALID_DURATION', 'a duration is a whole number of seconds from 900 to 3600'),

  invalidRequest: (what: string) => refuse('INVALID_REQUEST', what),

  unknownScope: (known: readonly string[]) =>
    refuse(
      'INVALID_REQUEST',
      known.length === 0
        ? 'this profile has no scopes: leave out `scope`'
        : `this profile's scopes are ${known.map((name) => `\`${name}\``).join(', ')}`,
    ),
  scopeNotTaken: () =>
    refuse(
      'INVALID_REQUEST',
      'the rule that lets you in narrows the session itself: leave out `scope`',
    ),
  invalidIdempotencyKey: () =>
    refuse('INVALID_REQUEST', '`Idempotency-Key` is 1 to 128 visible characters, without a comma'),
  invalidIdentity: (why: string, extra: Pick<Refusal, 'help' | 'detail' | 'metric'> = {}) =>
    refuse('INVALID_IDENTITY', why, extra),

  untrustedSsoRole: (role: string) =>
    refuse('INVALID_IDENTITY', `the Identity Center role \`${role}\` is not in the directory`, {
      help: 'an administrator adds it to `identity.trusted_session_names`',
      metric: 'UntrustedSsoRole',
    }),

  iamAuthRequired: () =>
    refuse('IAM_AUTH_REQUIRED', 'the request carries no IAM identity', {
      help: 'sign it with SigV4, as `sentinel` does',
    }),

  /** One answer for a profile that is absent, hidden or broken: it must not tell which. */
  unavailableProfile: (because: { readonly code: Code; readonly detail?: string }) =>
    refuse('POLICY_DENY', 'there is no such profile here', {
      recordedCode: because.code,
      ...(because.detail === undefined ? {} : { detail: because.detail }),
    }),

  policyDenied: (profile: string, why: { readonly reason?: string }) =>
    refuse(
      'POLICY_DENY',
      why.reason === undefined
        ? `policy denies \`${profile}\` now`
        : `policy denies \`${profile}\` now: ${why.reason}`,
      { help: `sentinel explain ${profile}` },
    ),

  approvalRequired: (profile: string, why: { readonly reason?: string }) =>
    refuse(
      'APPROVAL_REQUIRED',
      why.reason === undefined
        ? `\`${profile}\` needs an approval`
        : `\`${profile}\` needs an approval: ${why.reason}`,
      { help: askForApproval(profile) },
    ),

  approvalNotNeeded: (profile: string) =>
    refuse('CONFLICT', `\`${profile}\` needs no approval`, { help: `sentinel exec ${profile}` }),

  grantTooLong: (profile: string, mostSeconds: number) =>
    refuse(
      'INVALID_DURATION',
      `an approval of \`${profile}\` lasts at most ${mostSeconds} seconds`,
      { help: `sentinel explain ${profile}` },
    ),

  tooManyPending: (profile: string) =>
    refuse('QUOTA_EXCEEDED', `too many of your requests for \`${profile}\` are pending`, {
      help: 'sentinel requests',
    }),

  tooManyRequests: (profile: string, retryAfterSeconds: number) =>
    refuse(
      'QUOTA_EXCEEDED',
      `too many of your requests for \`${profile}\` are of the last 30 days`,
      {
        help: 'sentinel requests',
        retryAfterSeconds,
      },
    ),

  noSuchRequest: () =>
    refuse('NOT_FOUND', 'there is no such request', { help: 'sentinel requests' }),

  spentMeanwhile: (profile: string) =>
    refuse('APPROVAL_REQUIRED', `your approval of \`${profile}\` has no use left, or is over`, {
      help: `sentinel explain ${profile}`,
    }),
  subjectBlocked: (what: 'you' | 'profile') =>
    refuse(
      'SUBJECT_BLOCKED',
      what === 'you' ? 'your access is blocked' : 'access to this profile is blocked',
      { help: 'ask your security team' },
    ),

  sessionRevoked: () =>
    refuse('SESSION_REVOKED', 'this session was revoked', { help: 'ask your security team' }),

  sessionConflict: (why: string) =>
    refuse('CONFLICT', `this session cannot go on: ${why}`, {
      help: 'ask again without `session_id`',
    }),

  noSuchSession: () =>
    refuse('NOT_FOUND', 'there is no such session', { help: 'sentinel sessions' }),

  conflict: (why: string) => refuse('CONFLICT', why),

  forbidden: (what: string) => refuse('FORBIDDEN', what, { help: 'sentinel whoami' }),

  noSuchEvent: () =>
    refuse('NOT_FOUND', 'there is no such break-glass event', { help: 'sentinel breakglass list' }),

  notEligible: (profile: string) =>
    refuse('FORBIDDEN', `you may not break the glass for \`${profile}\``, {
      help: `sentinel explain ${profile}`,
    }),

  glassNotNeeded: (profile: string) =>
    refuse('CONFLICT', `policy allows \`${profile}\` now: there is no glass to break`, {
      help: `sentinel exec ${profile}`,
    }),

  glassIsBroken: (profile: string, id: string) =>
    refuse('CONFLICT', `your break-glass for \`${profile}\` is \`open\` already`, {
      help: `sentinel breakglass show ${id}`,
    }),

  eventConflict: (id: string, why: string) =>
    refuse('CONFLICT', `this break-glass event ${why}`, { help: `sentinel breakglass show ${id}` }),

  unknownReasonCode: (profile: string, codes: readonly string[]) =>
    refuse(
      'INVALID_REQUEST',
      `the reason codes of \`${profile}\` are ${codes.map((code) => `\`${code}\``).join(', ')}`,
    ),

  cooldown: (profile: string, retryAfterSeconds: number) =>
    refuse('COOLDOWN', `the last break-glass for \`${profile}\` ended too short a time ago`, {
      help: 'ask somebody else who may break the glass',
      retryAfterSeconds,
    }),

  /** `retryAfterSeconds`: left out where time alone does not help. */
  glassQuota: (what: string, retryAfterSeconds?: number) =>
    refuse('QUOTA_EXCEEDED', what, {
      help: 'sentinel breakglass list',
      ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
    }),

  reviewOverdue: (id: string) =>
    refuse('REVIEW_OVERDUE', 'a break-glass of yours was not reviewed in time', {
      help: `ask somebody else for \`sentinel breakglass review ${id}\``,
    }),

  tooManyBlocks: (what: string, most: number) =>
    refuse('QUOTA_EXCEEDED', `\`${what}\` has ${most} blocks that stand already`, {
      help: 'sentinel blocks',
    }),

  noSuchRevocation: () =>
    refuse('NOT_FOUND', 'there is no such revocation', { help: 'sentinel blocks' }),
  noSuchThing: () => refuse('NOT_FOUND', 'there is no such thing'),

  noSuchRoute: () => refuse('NOT_FOUND', 'there is no such route'),

  methodNotAllowed: (allowed: readonly string[]) =>
    refuse('METHOD_NOT_ALLOWED', `this route takes ${allowed.join(' or ')}`),

  tooLarge: (limitBytes: number) => refuse('TOO_LARGE', `a body has at most ${limitBytes} bytes`),

  unsupportedMediaType: () =>
    refuse('UNSUPPORTED_MEDIA_TYPE', 'a body is JSON: `Content-Type: application/json`'),

  rateLimited: (perMinute: number, retryAfterSeconds: number) =>
    refuse('RATE_LIMITED', `more than ${perMinute} calls a minute`, { retryAfterSeconds }),

  policyError: (detail: string) =>
    refuse('POLICY_ERROR', 'the policy could not be judged; nothing was vended', {
      help: 'tell your platform team the request id',
      detail,
    }),

  configError: (detail: string) =>
    refuse('CONFIG_ERROR', 'the server is not set up for this request', {
      help: 'tell your platform team the request id',
      detail,
    }),

  credentialError: (detail: string) =>
    refuse('CREDENTIAL_ERROR', 'AWS did not issue credentials for this profile', {
      help: 'tell your platform team the request id',
      detail,
    }),

  unavailable: (detail: string) =>
    refuse(
      'DEPENDENCY_UNAVAILABLE',
      'a service that Sentinel needs did not answer; nothing was vended',
      {
        help: 'try again in a moment',
        retryAfterSeconds: 2,
        detail,
      },
    ),

  internal: (detail: string) =>
    refuse('INTERNAL', 'something went wrong on the server', {
      help: 'tell your platform team the request id',
      detail,
    }),
} as const;

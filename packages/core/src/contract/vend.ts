import * as z from 'zod/mini';
import { deviceId, id, justification, scope, ticket, time } from './fields.ts';
import { route } from './route.ts';

const optional = {
  session_id: z.optional(id),
  justification: z.optional(justification),
  ticket: z.optional(ticket),
  scope: z.optional(scope),
  device_id: z.optional(deviceId),
};

/**
 * What is vended: AWS's container-credential shape, with `Sentinel` beside it.
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html
 */
export const vendAnswer = z.object({
  AccessKeyId: z.string(),
  SecretAccessKey: z.string(),
  Token: z.string(),
  /** From when on they are of no use. */
  Expiration: time,
  AccountId: z.string(),
  RoleArn: z.string(),
  Sentinel: z.object({
    RequestId: id,
    SessionId: id,
    SourceIdentity: z.string(),
    Rule: z.string(),
    Via: z.enum(['direct', 'approved', 'auto', 'breakglass']),
    Region: z.optional(z.string()),
    /** After this a refresh is refused; absent where only the session ends. */
    EndsAt: z.optional(time),
  }),
});

export type VendAnswer = z.infer<typeof vendAnswer>;

const errors = [
  'MISSING_PROFILE',
  'INVALID_PROFILE',
  'INVALID_DURATION',
  'POLICY_DENY',
  'APPROVAL_REQUIRED',
  'SESSION_REVOKED',
  'CONFLICT',
  'CREDENTIAL_ERROR',
] as const;

/** `profile` and `duration` are any text or number here: the vend names their faults by codes of their own. */
export const vend = route({
  id: 'vend',
  method: 'POST',
  path: '/',
  summary: 'Vend credentials for a profile',
  body: z.strictObject({
    profile: z.optional(z.unknown()),
    /** Seconds, 900..3600; what is above the caps is shortened. */
    duration: z.optional(z.unknown()),
    ...optional,
  }),
  answer: vendAnswer,
  errors,
  admission: true,
});

/** The same, for clients that can only GET. */
export const vendByQuery = route({
  id: 'vend-by-query',
  method: 'GET',
  path: '/',
  summary: 'Vend credentials for a profile, by query string',
  query: z.strictObject({
    profile: z.optional(z.string()),
    duration: z.optional(z.string()),
    ...optional,
  }),
  answer: vendAnswer,
  errors,
  admission: true,
});

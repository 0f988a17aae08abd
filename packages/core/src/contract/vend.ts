import * as z from 'zod/mini';
import { deviceId, id, justification, scope, text, ticket, time } from './fields.ts';
import { lazily } from './lazily.ts';
import { route } from './route.ts';

/** What both ways of asking may bring. */
const optional = () => ({
  session_id: z.optional(
    id().check(z.describe('an own session to continue; a new one if left out')),
  ),
  justification: z.optional(justification()),
  ticket: z.optional(ticket()),
  scope: z.optional(scope()),
  device_id: z.optional(deviceId()),
});

/**
 * What is vended: AWS's container-credential shape, with `Sentinel` beside it.
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html
 */
export const vendAnswer = lazily(() =>
  z.object({
    AccessKeyId: text('access key id'),
    SecretAccessKey: text('secret access key'),
    Token: text('session token'),
    Expiration: time('from when on they are of no use, also where that is before STS ends them'),
    AccountId: text('account of the role'),
    RoleArn: text('role that was assumed'),
    Sentinel: z
      .object({
        RequestId: id().check(z.describe('this request')),
        SessionId: id().check(
          z.describe('the session; `session_id` of the next vend continues it'),
        ),
        SourceIdentity: text('what CloudTrail shows as `sourceIdentity`'),
        Rule: z.optional(
          text('name of the rule that decided; absent where break-glass passed them all'),
        ),
        Via: z
          .enum(['direct', 'approved', 'auto', 'breakglass'])
          .check(z.describe('by what right')),
        Region: z.optional(text("the document's `region`")),
        EndsAt: z.optional(
          time('after this a refresh is refused; absent where only the session ends'),
        ),
      })
      .check(z.describe('beside what AWS SDKs read')),
  }),
);

export type VendAnswer = z.infer<ReturnType<typeof vendAnswer>>;

const needed = 'the profile; needed, else `MISSING_PROFILE`';
const seconds = 'seconds of use, 900 to 3600, an hour if left out; above the caps it is shortened';
const whom = 'every caller whom the policy allows';

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
  who: whom,
  body: lazily(() =>
    z.strictObject({
      profile: z.optional(z.unknown().check(z.meta({ description: needed, type: 'string' }))),
      duration: z.optional(
        z
          .unknown()
          .check(z.meta({ description: seconds, type: 'integer', minimum: 900, maximum: 3600 })),
      ),
      ...optional(),
    }),
  ),
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
  who: whom,
  query: lazily(() =>
    z.strictObject({
      profile: z.optional(text(needed)),
      duration: z.optional(text(`${seconds}; digits only`)),
      ...optional(),
    }),
  ),
  answer: vendAnswer,
  errors,
  admission: true,
});

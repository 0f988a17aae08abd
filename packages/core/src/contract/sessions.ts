import * as z from 'zod/mini';
import { blockSeconds, id, nothing, reason, text, time } from './fields.ts';
import { lazily } from './lazily.ts';
import { listQuery, pageOf } from './list.ts';
import { route } from './route.ts';

/** As shown: `expired` is active and past its expiry. */
export const sessionStatus = lazily(() =>
  z
    .enum(['active', 'ended', 'revoked', 'expired'])
    .check(z.describe('`expired` is active and past its expiry')),
);

export const session = lazily(() =>
  z.object({
    id: id().check(z.describe('the session')),
    subject: text('whose session it is'),
    person: text('the person behind the subject, when it was opened'),
    profile: text('name of the profile'),
    role_arn: text('role that was assumed'),
    via: z.enum(['direct', 'approved', 'auto', 'breakglass']).check(z.describe('by what right')),
    grant_id: z.optional(text('the grant or break-glass event')),
    rule: z.optional(text('name of the rule that decided at the opening')),
    scope: z.optional(text('name of the scope')),
    status: sessionStatus(),
    source_identity: text('the SourceIdentity that CloudTrail shows'),
    justification: z.optional(text("the caller's words at the opening")),
    ticket: z.optional(text("the caller's ticket at the opening")),
    source_ip: text('address that the opening came from'),
    user_agent: text('what the client called itself'),
    device_id: z.optional(text('what the device called itself; it proves nothing')),
    vends: z.number().check(z.describe('vends begun, the first included')),
    opened_at: time('when it was opened'),
    last_vend_at: time('when the last vend in it began'),
    expires_at: time('when all that was vended in it has ended'),
    ended_at: z.optional(time('when it was ended or revoked')),
  }),
);

export type SessionAnswer = z.infer<ReturnType<typeof session>>;

export const sessionsAnswer = lazily(() => pageOf(session()));

export type SessionsAnswer = z.infer<ReturnType<typeof sessionsAnswer>>;

export const sessions = route({
  id: 'sessions',
  method: 'GET',
  path: '/sessions',
  summary: "List the caller's sessions, newest first, or everybody's for holders of `audit`",
  who: 'every caller their own; holders of `audit` all',
  query: lazily(() =>
    z.strictObject({
      ...listQuery(),
      status: z.optional(sessionStatus()),
      view: z.optional(
        z
          .enum(['mine', 'all'])
          .check(z.describe("own sessions, if left out, or everybody's for holders of `audit`")),
      ),
    }),
  ),
  answer: sessionsAnswer,
  errors: ['FORBIDDEN'],
  admission: true,
});

export const sessionById = route({
  id: 'session',
  method: 'GET',
  path: '/sessions/{id}',
  summary: 'Show one session',
  who: 'its owner; holders of `audit`',
  params: lazily(() => z.strictObject({ id: id() })),
  query: nothing,
  answer: session,
  errors: [],
  admission: true,
});

export const endSession = route({
  id: 'end-session',
  method: 'POST',
  path: '/sessions/{id}/end',
  summary: 'End an own session; idempotent',
  who: 'its owner',
  params: lazily(() => z.strictObject({ id: id() })),
  query: nothing,
  body: nothing,
  answer: session,
  errors: ['CONFLICT'],
  admission: true,
});

export const revokeSession = route({
  id: 'revoke-session',
  method: 'POST',
  path: '/sessions/{id}/revoke',
  summary:
    'Revoke a session. Of its owner: it ends. Of a holder of `revoke`: what was issued is denied in its account, and its subject is kept from the profile for a while',
  who: 'its owner; holders of `revoke`',
  params: lazily(() => z.strictObject({ id: id() })),
  query: nothing,
  body: lazily(() =>
    z.strictObject({ reason: reason(), duration: z.optional(blockSeconds('an hour')) }),
  ),
  answer: session,
  errors: ['FORBIDDEN', 'CONFLICT', 'QUOTA_EXCEEDED'],
  admission: true,
  keyed: true,
});

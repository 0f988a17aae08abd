import * as z from 'zod/mini';
import { id, profile, time } from './fields.ts';
import { route } from './route.ts';

/** As shown: `expired` is active and past its expiry. */
export const sessionStatus = z.enum(['active', 'ended', 'revoked', 'expired']);

export const session = z.object({
  id,
  subject: z.string(),
  person: z.string(),
  profile: z.string(),
  role_arn: z.string(),
  via: z.enum(['direct', 'approved', 'auto', 'breakglass']),
  grant_id: z.optional(z.string()),
  rule: z.optional(z.string()),
  scope: z.optional(z.string()),
  status: sessionStatus,
  source_identity: z.string(),
  justification: z.optional(z.string()),
  ticket: z.optional(z.string()),
  source_ip: z.string(),
  user_agent: z.string(),
  device_id: z.optional(z.string()),
  vends: z.number(),
  opened_at: time,
  last_vend_at: time,
  expires_at: time,
  ended_at: z.optional(time),
});

export type SessionAnswer = z.infer<typeof session>;

export const sessionsAnswer = z.object({
  items: z.array(session),
  next_page_token: z.optional(z.string()),
});

export type SessionsAnswer = z.infer<typeof sessionsAnswer>;

export const sessions = route({
  id: 'sessions',
  method: 'GET',
  path: '/sessions',
  summary: "List the caller's sessions, newest first, or everybody's for holders of `audit`",
  query: z.strictObject({
    /** 1..100, 50 if left out. */
    limit: z.optional(z.string().check(z.regex(/^([1-9][0-9]?|100)$/))),
    page_token: z.optional(z.string().check(z.minLength(1), z.maxLength(1024))),
    status: z.optional(sessionStatus),
    profile: z.optional(profile),
    view: z.optional(z.enum(['mine', 'all'])),
  }),
  answer: sessionsAnswer,
  errors: ['FORBIDDEN'],
  admission: true,
});

export const sessionById = route({
  id: 'session',
  method: 'GET',
  path: '/sessions/{id}',
  summary: 'Show one session',
  params: z.strictObject({ id }),
  query: z.strictObject({}),
  answer: session,
  errors: [],
  admission: true,
});

export const endSession = route({
  id: 'end-session',
  method: 'POST',
  path: '/sessions/{id}/end',
  summary: 'End an own session; idempotent',
  params: z.strictObject({ id }),
  query: z.strictObject({}),
  body: z.strictObject({}),
  answer: session,
  errors: ['CONFLICT'],
  admission: true,
});

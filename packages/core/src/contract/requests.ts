import * as z from 'zod/mini';
import {
  comment,
  id,
  justification,
  nothing,
  profile,
  step,
  text,
  ticket,
  time,
} from './fields.ts';
import { lazily } from './lazily.ts';
import { listQuery, pageOf } from './list.ts';
import { route } from './route.ts';

/** As shown. */
export const requestStatus = lazily(() =>
  z
    .enum(['pending', 'approved', 'denied', 'cancelled', 'withdrawn', 'expired'])
    .check(z.describe('`expired` is pending past its time, or approved past its window')),
);

export const request = lazily(() =>
  z.object({
    id: id().check(z.describe('the request, and the grant that it becomes')),
    subject: text('who asks'),
    person: text('the person behind the subject, when it was made'),
    profile: text('name of the profile'),
    role_arn: text('role that it was made for'),
    rule: text('name of the rule that asks for the approval'),
    status: requestStatus(),
    via: z
      .enum(['approved', 'auto'])
      .check(z.describe('`auto`: policy itself approved, no person did')),
    duration_seconds: z.number().check(z.describe('how long the grant lasts')),
    not_before: z.optional(time('the grant begins no earlier')),
    justification: text("the requester's words"),
    ticket: z.optional(text("the requester's ticket")),
    created_at: time('when it was made'),
    expires_at: time('until when it can be approved'),
    needed: z.number().check(z.describe('how many approvals it takes')),
    approvals: z.array(step()).check(z.describe('those it has')),
    approver_groups: z.array(z.string()).check(z.describe('groups whose members may approve')),
    closed: z.optional(step().check(z.describe('the denial, cancellation or withdrawal'))),
    grant: z.optional(
      z
        .object({
          from: time('when it begins'),
          until: time('when it ends'),
          uses: z.number().check(z.describe('sessions opened under it')),
          max_uses: z.optional(z.number().check(z.describe('sessions that may be opened'))),
        })
        .check(z.describe('the window that the approval opened')),
    ),
    may: z
      .array(z.enum(['approve', 'deny', 'cancel', 'withdraw']))
      .check(z.describe('what the caller may do with it now')),
    because: z.optional(text('by what the caller is an approver')),
  }),
);

export type RequestAnswer = z.infer<ReturnType<typeof request>>;

export const requestsAnswer = lazily(() => pageOf(request()));

export type RequestsAnswer = z.infer<ReturnType<typeof requestsAnswer>>;

export const createRequest = route({
  id: 'create-request',
  method: 'POST',
  path: '/requests',
  summary: 'Ask for an approval',
  who: 'every caller whom a rule asks for an approval; of roles, only `robots`',
  query: nothing,
  body: lazily(() =>
    z.strictObject({
      profile: profile(),
      duration: z.optional(
        z
          .int()
          .check(
            z.minimum(900),
            z.maximum(7 * 86_400),
            z.describe(
              "seconds for which the grant lasts, at least 900, at most the profile's `max_grant`; an hour, or that if it is less, if left out",
            ),
          ),
      ),
      not_before: z.optional(
        time('the grant begins no earlier; at most 30 days ahead').check(
          z.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$/),
        ),
      ),
      justification: justification(),
      ticket: z.optional(ticket()),
    }),
  ),
  answer: request,
  errors: ['POLICY_DENY', 'INVALID_DURATION', 'FORBIDDEN', 'CONFLICT', 'QUOTA_EXCEEDED'],
  admission: true,
  keyed: true,
});

export const requests = route({
  id: 'requests',
  method: 'GET',
  path: '/requests',
  summary: 'List requests, newest first: own ones, those to approve, or all',
  who: "every caller their own and those that they may approve; holders of `audit` everybody's",
  query: lazily(() =>
    z.strictObject({
      ...listQuery(),
      status: z.optional(requestStatus()),
      view: z.optional(
        z
          .enum(['mine', 'to_approve', 'all'])
          .check(
            z.describe(
              "own ones, if left out; pending ones that the caller may approve; everybody's for holders of `audit`",
            ),
          ),
      ),
    }),
  ),
  answer: requestsAnswer,
  errors: ['FORBIDDEN'],
  admission: true,
});

export const requestById = route({
  id: 'request',
  method: 'GET',
  path: '/requests/{id}',
  summary: 'Show one request',
  who: 'its requester; its approvers; holders of `audit`',
  params: lazily(() => z.strictObject({ id: id() })),
  query: nothing,
  answer: request,
  errors: [],
  admission: true,
});

const withComment = lazily(() => z.strictObject({ comment: z.optional(comment()) }));

export const approveRequest = route({
  id: 'approve-request',
  method: 'POST',
  path: '/requests/{id}/approve',
  summary: 'Approve a request',
  who: 'approvers by the rules of then and of now, never the requester',
  params: lazily(() => z.strictObject({ id: id() })),
  query: nothing,
  body: withComment,
  answer: request,
  errors: ['FORBIDDEN', 'CONFLICT'],
  admission: true,
  keyed: true,
});

export const denyRequest = route({
  id: 'deny-request',
  method: 'POST',
  path: '/requests/{id}/deny',
  summary: 'Deny a pending request',
  who: 'its approvers',
  params: lazily(() => z.strictObject({ id: id() })),
  query: nothing,
  body: withComment,
  answer: request,
  errors: ['FORBIDDEN', 'CONFLICT'],
  admission: true,
  keyed: true,
});

export const cancelRequest = route({
  id: 'cancel-request',
  method: 'POST',
  path: '/requests/{id}/cancel',
  summary: 'Take back an own pending request',
  who: 'its requester',
  params: lazily(() => z.strictObject({ id: id() })),
  query: nothing,
  body: withComment,
  answer: request,
  errors: ['FORBIDDEN', 'CONFLICT'],
  admission: true,
  keyed: true,
});

export const withdrawRequest = route({
  id: 'withdraw-request',
  method: 'POST',
  path: '/requests/{id}/withdraw',
  summary: 'Withdraw an approved request: nothing more is vended under it',
  who: 'its requester; its approvers; holders of `revoke`',
  params: lazily(() => z.strictObject({ id: id() })),
  query: nothing,
  body: withComment,
  answer: request,
  errors: ['FORBIDDEN', 'CONFLICT'],
  admission: true,
  keyed: true,
});

import * as z from 'zod/mini';
import { verdict } from './break-glass.ts';
import { id, step, text, time } from './fields.ts';
import { lazily } from './lazily.ts';

/** Every change that people are told of. */
export const notificationKind = lazily(() =>
  z
    .enum([
      'request.created',
      'request.auto_approved',
      'request.partly_approved',
      'request.approved',
      'request.denied',
      'request.cancelled',
      'request.withdrawn',
      'break_glass.opened',
      'break_glass.extended',
      'break_glass.closed',
      'break_glass.reviewed',
    ])
    .check(z.describe('what happened')),
);

export type NotificationKind = z.infer<ReturnType<typeof notificationKind>>;

const notifiedRequest = lazily(() =>
  z.object({
    id: id().check(z.describe('the request, and the grant that it becomes')),
    status: z
      .enum(['pending', 'approved', 'denied', 'cancelled', 'withdrawn'])
      .check(z.describe('after the change')),
    rule: text('name of the rule that asks for the approval'),
    duration_seconds: z.number().check(z.describe('how long the grant lasts')),
    not_before: z.optional(time('the grant begins no earlier')),
    justification: text("the requester's words"),
    ticket: z.optional(text("the requester's ticket")),
    created_at: time('when it was made'),
    expires_at: time('until when it can be approved'),
    needed: z.number().check(z.describe('how many approvals it takes')),
    approvals: z.array(step()).check(z.describe('those it has')),
    grant: z.optional(
      z
        .object({
          from: time('when it begins'),
          until: time('when it ends'),
          max_uses: z.optional(z.number().check(z.describe('sessions that may be opened'))),
        })
        .check(z.describe('the window that the approval opened')),
    ),
  }),
);

const notifiedEvent = lazily(() =>
  z.object({
    id: id().check(z.describe('the event')),
    status: z.enum(['open', 'closed']).check(z.describe('after the change')),
    reason_code: text("one of the profile's reason codes"),
    justification: text("the invoker's words"),
    ticket: z.optional(text("the invoker's ticket")),
    opened_at: time('when it was opened'),
    ends_at: time('when it ends by itself'),
    may_last_until: time('no extension passes this'),
    closed_at: z.optional(time('when it was closed before that')),
    review: z
      .object({
        required: z.boolean().check(z.describe('whether somebody else must review it')),
        due_at: z.optional(time('until when, where it must be reviewed')),
        verdict: z.optional(verdict()),
      })
      .check(z.describe('what follows it')),
  }),
);

/** What a channel of format `json` is sent: one change of one request or break-glass event. */
export const notification = lazily(() =>
  z.object({
    version: z.literal('1').check(z.describe('of this schema; members may be added under it')),
    id: z
      .string()
      .check(
        z.regex(/^[0-9a-f]{16}\.[1-9][0-9]*$/),
        z.describe('the same for every delivery of this change: by it a consumer drops duplicates'),
      ),
    time: time('when it happened'),
    kind: notificationKind(),
    profile: text('name of the profile'),
    subject: text('who asked, or broke the glass'),
    person: text('the person behind the subject'),
    by: z.optional(step().check(z.describe('who made the change, where somebody else could have'))),
    request: z.optional(
      notifiedRequest().check(z.describe('the request, where the change is one of a request')),
    ),
    break_glass: z.optional(
      notifiedEvent().check(z.describe('the event, where the change is one of a break-glass')),
    ),
    approver_groups: z
      .array(z.string())
      .check(z.describe('groups whose members may approve, or review')),
    next: z.array(z.string()).check(z.describe('commands that may come next, ready to be pasted')),
  }),
);

export type Notification = z.infer<ReturnType<typeof notification>>;

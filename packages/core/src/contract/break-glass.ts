import * as z from 'zod/mini';
import { comment, id, nothing, profile, spokenLength, step, text, ticket, time } from './fields.ts';
import { lazily } from './lazily.ts';
import { listQuery, pageOf } from './list.ts';
import { route } from './route.ts';

/** As shown. */
export const eventStatus = lazily(() =>
  z.enum(['open', 'closed', 'expired']).check(z.describe('`expired` is open past its end')),
);

export const verdict = lazily(() =>
  z.enum(['justified', 'unjustified']).check(z.describe('what the review found')),
);

export const breakGlassEvent = lazily(() =>
  z.object({
    id: id().check(z.describe('the event')),
    subject: text('who broke the glass'),
    person: text('the person behind the subject'),
    profile: text('name of the profile'),
    status: eventStatus(),
    reason_code: text("one of the profile's reason codes"),
    justification: text("the invoker's words"),
    ticket: z.optional(text("the invoker's ticket")),
    opened_at: time('when it was opened'),
    ends_at: time('when it ends by itself'),
    may_last_until: time('no extension passes this'),
    closed: z.optional(step().check(z.describe('how it was closed before its end'))),
    sessions: z.array(id()).check(z.describe('sessions opened under it')),
    review: z
      .object({
        required: z.boolean().check(z.describe('whether somebody else must review it')),
        due_at: z.optional(time('until when, where it must be reviewed')),
        reviewer_groups: z
          .array(z.string())
          .check(z.describe('groups whose members may review; none: holders of `audit`')),
        done: z.optional(
          z.object({ ...step().shape, verdict: verdict() }).check(z.describe('the review')),
        ),
      })
      .check(z.describe('what follows it')),
    may: z
      .array(z.enum(['extend', 'close', 'review']))
      .check(z.describe('what the caller may do with it now')),
    because: z.optional(text('by what the caller is a reviewer')),
  }),
);

export type BreakGlassAnswer = z.infer<ReturnType<typeof breakGlassEvent>>;

export const openedAnswer = lazily(() =>
  z.object({
    items: z.array(breakGlassEvent()).check(z.describe('one for each profile asked for')),
  }),
);

export const eventsAnswer = lazily(() => pageOf(breakGlassEvent()));

export type EventsAnswer = z.infer<ReturnType<typeof eventsAnswer>>;

/** Seconds that a break-glass lasts. */
const seconds = (meaning: string) =>
  z.int().check(z.minimum(900), z.maximum(4 * 3600), z.describe(meaning));

export const openBreakGlass = route({
  id: 'open-break-glass',
  method: 'POST',
  path: '/break-glass',
  summary: 'Break the glass for one or several profiles: for all of them or for none',
  who: "those whom each profile's `break_glass.eligible` names, never roles",
  query: nothing,
  body: lazily(() =>
    z.strictObject({
      profiles: z
        .array(profile())
        .check(z.minLength(1), z.maxLength(5), z.describe('one to five profiles, each once')),
      reason_code: z
        .string()
        .check(
          z.regex(/^[a-z0-9][a-z0-9_-]{0,63}$/),
          z.describe("one of every profile's reason codes"),
        ),
      justification: z.string().check(
        z.maxLength(1000),
        z.refine((words) => spokenLength(words) >= 20),
        z.describe(
          "why, in the caller's words: 20 to 1,000 characters, spaces at its ends not counted",
        ),
      ),
      ticket: z.optional(ticket()),
      duration: z.optional(
        seconds(
          'seconds until it ends by itself, 900 to 14400; above the cap of a profile it is shortened; an hour if left out',
        ),
      ),
    }),
  ),
  answer: openedAnswer,
  errors: ['POLICY_DENY', 'FORBIDDEN', 'CONFLICT', 'QUOTA_EXCEEDED', 'COOLDOWN', 'REVIEW_OVERDUE'],
  admission: true,
  keyed: true,
});

export const breakGlassEvents = route({
  id: 'break-glass-events',
  method: 'GET',
  path: '/break-glass',
  summary: 'List break-glass events, newest first: own ones, those to review, or all',
  who: "every caller their own and those that they may review; holders of `audit` everybody's",
  query: lazily(() =>
    z.strictObject({
      ...listQuery(),
      status: z.optional(eventStatus()),
      view: z.optional(
        z
          .enum(['mine', 'to_review', 'all'])
          .check(
            z.describe(
              "own ones, if left out; those that wait for a review that the caller may make; everybody's for holders of `audit`",
            ),
          ),
      ),
    }),
  ),
  answer: eventsAnswer,
  errors: ['FORBIDDEN'],
  admission: true,
});

export const breakGlassById = route({
  id: 'break-glass-event',
  method: 'GET',
  path: '/break-glass/{id}',
  summary: 'Show one break-glass event',
  who: 'its invoker; its reviewers; holders of `audit` or `revoke`',
  params: lazily(() => z.strictObject({ id: id() })),
  query: nothing,
  answer: breakGlassEvent,
  errors: [],
  admission: true,
});

export const extendBreakGlass = route({
  id: 'extend-break-glass',
  method: 'POST',
  path: '/break-glass/{id}/extend',
  summary: 'Let an own open event last longer, never past `max_duration` from its opening',
  who: 'its invoker',
  params: lazily(() => z.strictObject({ id: id() })),
  query: nothing,
  body: lazily(() =>
    z.strictObject({ duration: seconds('seconds from now until it ends by itself') }),
  ),
  answer: breakGlassEvent,
  errors: ['POLICY_DENY', 'FORBIDDEN', 'CONFLICT'],
  admission: true,
  keyed: true,
});

export const closeBreakGlass = route({
  id: 'close-break-glass',
  method: 'POST',
  path: '/break-glass/{id}/close',
  summary: 'End an open event: nothing more is vended under it',
  who: 'its invoker; its reviewers; holders of `revoke`',
  params: lazily(() => z.strictObject({ id: id() })),
  query: nothing,
  body: lazily(() => z.strictObject({ comment: z.optional(comment()) })),
  answer: breakGlassEvent,
  errors: ['FORBIDDEN', 'CONFLICT'],
  admission: true,
  keyed: true,
});

export const reviewBreakGlass = route({
  id: 'review-break-glass',
  method: 'POST',
  path: '/break-glass/{id}/review',
  summary: 'Review an event that is over',
  who: 'its reviewers, never its invoker',
  params: lazily(() => z.strictObject({ id: id() })),
  query: nothing,
  body: lazily(() => z.strictObject({ verdict: verdict(), comment: z.optional(comment()) })),
  answer: breakGlassEvent,
  errors: ['FORBIDDEN', 'CONFLICT'],
  admission: true,
  keyed: true,
});

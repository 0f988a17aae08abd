import * as z from 'zod/mini';
import { blockSeconds, id, nothing, profile, reason, text, time } from './fields.ts';
import { lazily } from './lazily.ts';
import { listQuery, pageOf } from './list.ts';
import { route } from './route.ts';

export const revocation = lazily(() =>
  z.object({
    id: id().check(z.describe('the revocation')),
    kind: z.enum(['session', 'subject', 'profile']).check(z.describe('what is revoked')),
    subjects: z
      .array(z.string())
      .check(z.describe('who is kept out: every subject of the person; none for a profile')),
    profile: z.optional(text('from which profile; absent: from all')),
    session_id: z.optional(text('the session that was revoked')),
    status: z
      .enum(['open', 'done', 'lifted', 'expired'])
      .check(
        z.describe(
          '`open`: not yet finished; `done`: nothing is vended against it any more; `expired`: its time is over',
        ),
      ),
    reason: text("the administrator's words"),
    by: text('who made it'),
    created_at: time('when it was made'),
    until: time('when the block ends by itself'),
    done_at: z.optional(time('when it was finished')),
    lifted: z.optional(
      z
        .object({ by: text('who lifted it'), at: time('when') })
        .check(z.describe('how it was lifted')),
    ),
    effects: z
      .array(
        z.object({
          account: text('account id'),
          at: time('since when it denies what was issued before'),
          widened: z
            .boolean()
            .check(
              z.describe(
                'whether the Deny reaches further than what was revoked, for want of room',
              ),
            ),
        }),
      )
      .check(z.describe('where what was issued before is denied already')),
  }),
);

export type RevocationAnswer = z.infer<ReturnType<typeof revocation>>;

export const revocationsAnswer = lazily(() => pageOf(revocation()));

export type RevocationsAnswer = z.infer<ReturnType<typeof revocationsAnswer>>;

export const createRevocation = route({
  id: 'create-revocation',
  method: 'POST',
  path: '/revocations',
  summary: 'Keep a subject out, or everybody from a profile, and end what they have',
  who: 'holders of `revoke`',
  query: nothing,
  body: lazily(() =>
    z.strictObject({
      subject: z.optional(
        z
          .string()
          .check(
            z.regex(/^[!-~]{1,320}$/),
            z.describe('whom: a subject, with every other of the same person; or leave it out'),
          ),
      ),
      profile: z.optional(profile()),
      duration: z.optional(blockSeconds('30 days, the most,')),
      reason: reason(),
    }),
  ),
  answer: revocation,
  errors: ['FORBIDDEN', 'CONFLICT', 'QUOTA_EXCEEDED'],
  admission: true,
  keyed: true,
});

export const revocations = route({
  id: 'revocations',
  method: 'GET',
  path: '/revocations',
  summary: 'List revocations, newest first',
  who: 'holders of `revoke` or `audit`',
  query: lazily(() =>
    z.strictObject({
      ...listQuery(),
      status: z.optional(
        z.enum(['live']).check(z.describe('`live`: those whose block stands; all if left out')),
      ),
    }),
  ),
  answer: revocationsAnswer,
  errors: ['FORBIDDEN'],
  admission: true,
});

export const revocationById = route({
  id: 'revocation',
  method: 'GET',
  path: '/revocations/{id}',
  summary: 'Show one revocation, and where it has taken effect',
  who: 'holders of `revoke` or `audit`',
  params: lazily(() => z.strictObject({ id: id() })),
  query: nothing,
  answer: revocation,
  errors: ['FORBIDDEN'],
  admission: true,
});

export const liftRevocation = route({
  id: 'lift-revocation',
  method: 'DELETE',
  path: '/revocations/{id}',
  summary: 'Lift the block of one revocation; others stand, and what was denied stays denied',
  who: 'holders of `revoke`, never for themselves',
  params: lazily(() => z.strictObject({ id: id() })),
  query: nothing,
  answer: revocation,
  errors: ['FORBIDDEN', 'CONFLICT'],
  admission: true,
});

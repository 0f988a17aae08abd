import * as z from 'zod/mini';
import { nothing, text, time } from './fields.ts';
import { lazily } from './lazily.ts';
import { route } from './route.ts';

/** What a caller may do with a profile now. */
export const access = lazily(() =>
  z
    .enum(['allow', 'require_approval', 'break_glass', 'not_now'])
    .check(z.describe('what the caller may do now')),
);

export type Access = z.infer<ReturnType<typeof access>>;

/** What a caller must say to get it. */
export const needs = lazily(() =>
  z.enum(['justification', 'ticket']).check(z.describe('what a vend must come with')),
);

export type Need = z.infer<ReturnType<typeof needs>>;

export const profilesAnswer = lazily(() =>
  z.object({
    profiles: z.array(
      z.object({
        name: text('name of the profile'),
        policy_path: text('full name of the parameter that holds the policy document'),
        description: z.optional(text("the document's `description`")),
        region: z.optional(text("the document's `region`")),
        access: access(),
        needs: z.optional(
          z.array(needs()).check(z.describe('what a vend must come with for that')),
        ),
        opens_at: z.optional(
          time('when a profile that is `not_now` opens next, as far as policy tells'),
        ),
      }),
    ),
    root: text('path in Parameter Store below which policy documents lie'),
  }),
);

export type ProfilesAnswer = z.infer<ReturnType<typeof profilesAnswer>>;

export const profiles = route({
  id: 'profiles',
  method: 'GET',
  path: '/profiles',
  summary: 'List the profiles that the caller can see, and what they may do with each now',
  who: 'every caller',
  query: nothing,
  answer: profilesAnswer,
  errors: [],
  admission: true,
});

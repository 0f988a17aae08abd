import * as z from 'zod/mini';
import { time } from './fields.ts';
import { route } from './route.ts';

/** What a caller may do with a profile now. */
export const access = z.enum(['allow', 'require_approval', 'break_glass', 'not_now']);

export type Access = z.infer<typeof access>;

/** What a caller must say to get it. */
export const needs = z.enum(['justification']);

export const profilesAnswer = z.object({
  profiles: z.array(
    z.object({
      name: z.string(),
      /** Full name of the parameter that holds the policy document. */
      policy_path: z.string(),
      description: z.optional(z.string()),
      region: z.optional(z.string()),
      access,
      /** What a vend must come with for that. */
      needs: z.optional(z.array(needs)),
      /** When a profile that is `not_now` opens next, as far as policy tells. */
      opens_at: z.optional(time),
    }),
  ),
  /** Where policy documents lie. */
  root: z.string(),
});

export type ProfilesAnswer = z.infer<typeof profilesAnswer>;

export const profiles = route({
  id: 'profiles',
  method: 'GET',
  path: '/profiles',
  summary: 'List the profiles that the caller can see, and what they may do with each now',
  query: z.strictObject({}),
  answer: profilesAnswer,
  errors: [],
  admission: true,
});

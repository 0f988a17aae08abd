import * as z from 'zod/mini';
import { time } from './fields.ts';
import { access, needs } from './profiles.ts';
import { route } from './route.ts';

export const explainAnswer = z.object({
  profile: z.string(),
  subject: z.string(),
  access,
  /** What a vend must come with for that. */
  needs: z.optional(z.array(needs)),
  /** What the deciding rule says; `none`: no rule matched, which is a denial. */
  effect: z.enum(['allow', 'require_approval', 'deny', 'none']),
  /** The rule that decided. */
  rule: z.optional(z.string()),
  /** What the rule's author wrote to those whom it concerns. */
  reason: z.optional(z.string()),
  /** Every rule up to the deciding one, or all. Values are never told, only kinds. */
  rules: z.array(
    z.object({
      document: z.enum(['baseline', 'profile']),
      /** Position in its document, from 0. */
      index: z.number(),
      effect: z.string(),
      decided: z.boolean(),
      conditions: z.array(z.object({ kind: z.string(), held: z.enum(['yes', 'no', 'unknown']) })),
    }),
  ),
  opens_at: z.optional(time),
  /** Groups whose members may approve, and how many approvals it takes. */
  ask: z.optional(z.object({ groups: z.array(z.string()), count: z.number() })),
  /** What to run next. */
  next: z.optional(z.string()),
});

export type ExplainAnswer = z.infer<typeof explainAnswer>;

export const explain = route({
  id: 'explain',
  method: 'GET',
  path: '/explain',
  summary: 'Explain the decision about a profile now; vends nothing',
  query: z.strictObject({
    profile: z.optional(z.string()),
    /** Somebody else, for holders of `audit`. */
    subject: z.optional(z.string().check(z.minLength(1), z.maxLength(160))),
  }),
  answer: explainAnswer,
  errors: ['MISSING_PROFILE', 'INVALID_PROFILE', 'POLICY_DENY', 'FORBIDDEN'],
  admission: true,
});

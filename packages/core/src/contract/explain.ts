import * as z from 'zod/mini';
import { text, time } from './fields.ts';
import { lazily } from './lazily.ts';
import { access, needs } from './profiles.ts';
import { route } from './route.ts';

export const explainAnswer = lazily(() =>
  z.object({
    profile: text('name of the profile'),
    subject: text('whom the answer is about'),
    access: access(),
    needs: z.optional(z.array(needs()).check(z.describe('what a vend must come with for that'))),
    effect: z
      .enum(['allow', 'require_approval', 'deny', 'none'])
      .check(z.describe('what the deciding rule says; `none`: no rule matched, which is a denial')),
    rule: z.optional(text('name of the rule that decided')),
    reason: z.optional(text('what its author wrote to those whom it concerns')),
    rules: z
      .array(
        z.object({
          document: z
            .enum(['baseline', 'profile'])
            .check(z.describe('the document that the rule stands in')),
          index: z.number().check(z.describe('position in its document, from 0')),
          effect: text("the rule's effect"),
          decided: z.boolean().check(z.describe('whether this rule decided')),
          conditions: z
            .array(
              z.object({
                kind: text("a condition's name"),
                held: z.enum(['yes', 'no', 'unknown']).check(z.describe('whether it held')),
              }),
            )
            .check(z.describe("the rule's conditions, without their values")),
        }),
      )
      .check(z.describe('every rule up to the deciding one, or all')),
    opens_at: z.optional(
      time('when policy would next allow, or let the caller ask, where it does neither now'),
    ),
    ask: z.optional(
      z
        .object({
          groups: z.array(z.string()).check(z.describe('groups whose members may approve')),
          count: z.number().check(z.describe('how many approvals it takes')),
        })
        .check(z.describe('whose approval it takes, where it takes one')),
    ),
    reason_codes: z.optional(
      z
        .array(z.string())
        .check(
          z.describe('one of which a break-glass names, where the caller may break the glass'),
        ),
    ),
    next: z.optional(text('what to run next')),
    assumed_groups: z.optional(
      z
        .array(z.string())
        .check(
          z.describe(
            'groups that roles carry, taken for granted of a person who does not call: by which role they would come nobody knows',
          ),
        ),
    ),
  }),
);

export type ExplainAnswer = z.infer<ReturnType<typeof explainAnswer>>;

export const explain = route({
  id: 'explain',
  method: 'GET',
  path: '/explain',
  summary: 'Explain the decision about a profile now; vends nothing',
  who: 'every caller about themselves; holders of `audit` about everybody',
  query: lazily(() =>
    z.strictObject({
      profile: z.optional(text('the profile; needed, else `MISSING_PROFILE`')),
      subject: z.optional(
        z
          .string()
          .check(
            z.minLength(1),
            z.maxLength(160),
            z.describe('somebody else, for holders of `audit`'),
          ),
      ),
    }),
  ),
  answer: explainAnswer,
  errors: ['MISSING_PROFILE', 'INVALID_PROFILE', 'POLICY_DENY', 'FORBIDDEN'],
  admission: true,
});

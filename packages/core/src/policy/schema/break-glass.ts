import * as z from 'zod/mini';
import type { BreakGlass, Quota } from '../document.ts';
import { duration } from './duration.ts';
import { count, subjectSet } from './fields.ts';
import { breakGlassBounds, defaults, waitBounds } from './limits.ts';
import { toSubjectSet } from './subject-set.ts';

const quota = z.strictObject({ count: count(1000), within: duration(waitBounds) });
const reasonCode = z.string().check(z.regex(/^[a-z][a-z0-9_-]{0,31}$/));

/** Who may pass the rules in an emergency and what follows, as written. */
export const breakGlass = z.strictObject({
  eligible: subjectSet,
  reason_codes: z.array(reasonCode),
  max_duration: z.optional(duration(breakGlassBounds)),
  cooldown: z.optional(duration(waitBounds)),
  quota: z.optional(z.strictObject({ per_user: z.optional(quota), total: z.optional(quota) })),
  review: z.optional(
    z.strictObject({
      required: z.optional(z.boolean()),
      within: z.optional(duration(waitBounds)),
      reviewers: z.optional(subjectSet),
    }),
  ),
});

/** The section with its defaults filled in. */
export function toBreakGlass(written: z.output<typeof breakGlass>): BreakGlass {
  const { review } = written;
  return {
    eligible: toSubjectSet(written.eligible),
    reasonCodes: written.reason_codes,
    maxDurationSeconds: written.max_duration ?? defaults.breakGlassSeconds,
    ...(written.cooldown !== undefined && { cooldownSeconds: written.cooldown }),
    ...(written.quota !== undefined && {
      quota: {
        ...(written.quota.per_user !== undefined && { perUser: toQuota(written.quota.per_user) }),
        ...(written.quota.total !== undefined && { total: toQuota(written.quota.total) }),
      },
    }),
    review: {
      required: review?.required ?? true,
      withinSeconds: review?.within ?? defaults.reviewWithinSeconds,
      ...(review?.reviewers !== undefined && { reviewers: toSubjectSet(review.reviewers) }),
    },
  };
}

function toQuota(written: z.output<typeof quota>): Quota {
  return { count: written.count, withinSeconds: written.within };
}

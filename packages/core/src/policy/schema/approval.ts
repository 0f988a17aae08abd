import * as z from 'zod/mini';
import { conditionsSchema } from '../conditions/index.ts';
import type { Approval } from '../document.ts';
import type { Finding } from '../problems.ts';
import { duration, durationText } from './duration.ts';
import { count, subjectSet } from './fields.ts';
import { defaults, grantBounds, requestTtlBounds } from './limits.ts';
import { checkOmission } from './omission.ts';
import { toSubjectSet } from './subject-set.ts';
import type { Path } from './tree.ts';

/** Who approves and what an approval gives, as written. */
export const approval = z.strictObject({
  approvers: subjectSet,
  count: z.optional(count(10)),
  request_ttl: z.optional(duration(requestTtlBounds)),
  max_grant: z.optional(duration(grantBounds)),
  max_uses: z.optional(count(1000)),
  auto_approve: z.optional(
    z.strictObject({
      conditions: conditionsSchema,
      max_duration: z.optional(duration(grantBounds)),
    }),
  ),
});

type WrittenApproval = z.output<typeof approval>;

/** Refuses an automatic approval that gives more than an approver could. */
export function checkApproval(written: WrittenApproval | undefined, at: Path): Finding[] {
  const automatic = checkOmission(written?.auto_approve?.conditions ?? [], 'permission', [
    ...at,
    'auto_approve',
  ]);
  const max = written?.max_grant ?? defaults.maxGrantSeconds;
  const asked = written?.auto_approve?.max_duration ?? 0;
  if (asked <= max) return automatic;
  const path = [...at, 'auto_approve', 'max_duration'];
  const message = `expected at most \`max_grant\`, which is ${durationText(max)}`;
  return [...automatic, { path, message, suggestion: durationText(max) }];
}

/** The section with its defaults filled in. */
export function toApproval(written: WrittenApproval): Approval {
  const maxGrantSeconds = written.max_grant ?? defaults.maxGrantSeconds;
  const auto = written.auto_approve;
  return {
    approvers: toSubjectSet(written.approvers),
    count: written.count ?? defaults.approvals,
    requestTtlSeconds: written.request_ttl ?? defaults.requestTtlSeconds,
    maxGrantSeconds,
    ...(written.max_uses !== undefined && { maxUses: written.max_uses }),
    ...(auto !== undefined && {
      autoApprove: {
        conditions: auto.conditions,
        maxDurationSeconds:
          auto.max_duration ?? Math.min(maxGrantSeconds, defaults.maxGrantSeconds),
      },
    }),
  };
}

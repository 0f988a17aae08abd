import * as z from 'zod/mini';
import type { Baseline } from '../document.ts';
import { approval, checkApproval, toApproval } from './approval.ts';
import { breakGlass, toBreakGlass } from './break-glass.ts';
import { duration } from './duration.ts';
import { name, version } from './fields.ts';
import { kind } from './kind.ts';
import { sessionBounds } from './limits.ts';
import { checkOmission } from './omission.ts';
import { baselineRule, checkRuleNames, toBaselineRule } from './rule.ts';

const schema = z.strictObject({
  version,
  rules: z.optional(z.array(baselineRule)),
  defaults: z.optional(
    z.strictObject({
      approval: z.optional(approval),
      break_glass: z.optional(breakGlass),
      notify: z.optional(z.array(name)),
      max_duration: z.optional(duration(sessionBounds)),
    }),
  ),
});

type WrittenBaseline = z.output<typeof schema>;

/** What stands before, and stands in for, the sections of every profile. */
export const baselineKind = kind({
  schema,
  check: (written) => [
    ...checkRuleNames(written.rules ?? [], ['rules']),
    ...(written.rules ?? []).flatMap((entry, index) =>
      checkOmission(entry.conditions, 'denial', ['rules', index]),
    ),
    ...checkApproval(written.defaults?.approval, ['defaults', 'approval']),
  ],
  build,
});

function build(written: WrittenBaseline): Baseline {
  const { defaults } = written;
  return {
    rules: (written.rules ?? []).map(toBaselineRule),
    defaults: {
      ...(defaults?.approval !== undefined && { approval: toApproval(defaults.approval) }),
      ...(defaults?.break_glass !== undefined && {
        breakGlass: toBreakGlass(defaults.break_glass),
      }),
      ...(defaults?.notify !== undefined && { notify: defaults.notify }),
      ...(defaults?.max_duration !== undefined && { maxDurationSeconds: defaults.max_duration }),
    },
  };
}

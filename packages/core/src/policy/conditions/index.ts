/** The registry of conditions: a new one takes its file and its line here. */
import * as z from 'zod/mini';
import { any } from './any.ts';
import type { Condition, ConditionKind, Conditions } from './condition.ts';
import { dates } from './dates.ts';
import { groups } from './groups.ts';
import { justification } from './justification.ts';
import { mode } from './mode.ts';
import { not } from './not.ts';
import { profiles } from './profiles.ts';
import { time } from './time.ts';
import { users } from './users.ts';

export type { Condition, Conditions } from './condition.ts';

/** In the order in which they are judged, what is cheap first. */
const registry: readonly ConditionKind[] = [
  any,
  users,
  groups,
  profiles,
  mode,
  justification,
  dates,
  time,
  not((): z.ZodMiniType<Conditions> => conditionsSchema),
];

/** Names of all conditions that documents may use. */
export const conditionNames: readonly string[] = registry.map((kind) => kind.name);

const byName: Record<string, z.ZodMiniType<Condition | undefined>> = Object.fromEntries(
  registry.map((kind) => [kind.name, z.optional(kind.schema)]),
);

/** The `conditions` of a document: each strict, at least one; makes them ready to be judged. */
export const conditionsSchema: z.ZodMiniType<Conditions> = z.pipe(
  z.strictObject(byName),
  z.transform((given, context): Conditions => {
    const conditions = conditionNames.flatMap((name) => given[name] ?? []);
    // A misspelt condition is named as such, not as a missing one.
    if (conditions.length > 0 || context.issues.length > 0) return conditions;
    context.issues.push({
      code: 'custom',
      input: given,
      message: 'expected at least one condition; a rule for everyone says `any: true`',
    });
    return z.NEVER;
  }),
);

import type { Conditions } from './condition.ts';

/** Names of the groups whose members must be known to judge these conditions. */
export function groupsIn(conditions: Conditions): readonly string[] {
  return conditions.flatMap((condition) => condition.groups);
}

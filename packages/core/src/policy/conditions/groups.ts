import { name } from '../schema/fields.ts';
import { condition } from './condition.ts';
import { listOf } from './fields.ts';

/** `groups`: the caller is in one of these groups. */
export const groups = condition('groups', listOf(name), (list) => ({
  holds: (facts) => list.some((group) => facts.groups.has(group)),
  groups: list,
  decidesVisibility: true,
}));

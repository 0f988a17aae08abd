import { subject } from '../schema/fields.ts';
import { condition } from './condition.ts';
import { listOf } from './fields.ts';

/** `users`: the caller is one of these subjects. */
export const users = condition('users', listOf(subject), (list) => {
  const named: ReadonlySet<string> = new Set(list);
  return { holds: (facts) => named.has(facts.subject), decidesVisibility: true };
});

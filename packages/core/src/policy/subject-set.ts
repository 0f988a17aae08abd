import type { SubjectSet } from './document.ts';

/** Whether a subject is in the set: one entry suffices. `groups`: those that the subject is in. */
export function isIn(set: SubjectSet, subject: string, groups: ReadonlySet<string>): boolean {
  return (
    (set.users?.includes(subject) ?? false) ||
    (set.groups?.some((name) => groups.has(name)) ?? false)
  );
}

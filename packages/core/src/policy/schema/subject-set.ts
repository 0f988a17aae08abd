import type { SubjectSet } from '../document.ts';

/** A subject set without the members that were left out. */
export function toSubjectSet(written: {
  readonly users?: readonly string[] | undefined;
  readonly groups?: readonly string[] | undefined;
}): SubjectSet {
  return {
    ...(written.users !== undefined && { users: written.users }),
    ...(written.groups !== undefined && { groups: written.groups }),
  };
}

import type { SubjectId } from '../identity/subject.ts';
import type { ProfileName } from '../policy/names.ts';
import type { BreakGlassEvent } from './event.ts';
import type { Guard } from './guard.ts';

/** The event of a guard under which its invoker may have the profile now, if there is one. */
export function usableEvent(
  guard: Guard,
  now: {
    readonly nowMs: number;
    readonly subject: SubjectId;
    readonly profile: ProfileName;
    readonly subjectEpoch: number;
    readonly profileEpoch: number;
    /** What was opened before this is void. */
    readonly notBeforeMs: number;
  },
): BreakGlassEvent | undefined {
  return guard.events.find(
    (event) =>
      event.status === 'open' &&
      event.profile === now.profile &&
      event.subject === now.subject &&
      event.openedAtMs <= now.nowMs &&
      now.nowMs < event.endsAtMs &&
      event.openedAtMs >= now.notBeforeMs &&
      event.subjectEpoch === now.subjectEpoch &&
      event.profileEpoch === now.profileEpoch,
  );
}

import type { GlassUse } from '../ports.ts';
import type { BreakGlassEvent } from './event.ts';

/** Sessions under one event: more than anybody opens in four hours, and few enough for one item. */
export const maxSessions = 1000;

/** Whether a session may be opened under the event as it stands, or is counted already. */
export function isUsable(event: BreakGlassEvent, use: GlassUse): boolean {
  return (
    event.status === 'open' &&
    event.endsAtMs > use.nowMs &&
    event.subject === use.subject &&
    event.subjectEpoch === use.subjectEpoch &&
    event.profileEpoch === use.profileEpoch &&
    (event.sessionIds.length < maxSessions || event.sessionIds.includes(use.sessionId))
  );
}

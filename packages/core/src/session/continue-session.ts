import { type Refusal, reasons } from '../reasons.ts';
import { matchesSession } from './matches.ts';
import type { Session, SessionMatch } from './session.ts';

/** How long and how often a session may be continued, and since when anything counts. */
export type SessionLimits = {
  readonly nowMs: number;
  readonly sessionSeconds: number;
  readonly sessionVends: number;
  /** What began before this is void. */
  readonly notBeforeMs: number;
};

/**
 * Whether one more vend may continue this session: `undefined` if it may. The store checks the same once more in
 * the write that counts the vend.
 */
export function mayContinue(
  session: Session | undefined,
  match: SessionMatch,
  limits: SessionLimits,
): Refusal | undefined {
  if (session === undefined) return reasons.noSuchSession();
  if (session.status === 'revoked') return reasons.sessionRevoked();
  if (session.status === 'ended') return reasons.sessionConflict('it has ended');
  if (isExpired(session, limits.nowMs)) return reasons.sessionConflict('it has expired');
  if (session.openedAtMs < limits.notBeforeMs) return reasons.sessionConflict('it is void');
  if (limits.nowMs >= session.openedAtMs + limits.sessionSeconds * 1000) {
    return reasons.sessionConflict('it is too old');
  }
  if (session.vends >= limits.sessionVends) return reasons.sessionConflict('it has no vends left');
  if (matchesSession(session, match)) return undefined;
  const { profileEpoch } = session;
  return reasons.sessionConflict(
    matchesSession(session, { ...match, profileEpoch })
      ? 'its profile was blocked since it was opened'
      : 'it was opened for something else',
  );
}

/** Whether an active session is past its last vend's expiry. */
export function isExpired(session: Session, nowMs: number): boolean {
  return session.status === 'active' && session.expiresAtMs <= nowMs;
}

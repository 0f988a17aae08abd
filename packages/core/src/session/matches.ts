import type { SessionMatch } from './session.ts';

/** Whether all is equal that must be for a vend to continue a session; absent equals absent only. */
export function matchesSession(session: SessionMatch, match: SessionMatch): boolean {
  return (
    session.profile === match.profile &&
    session.roleArn === match.roleArn &&
    session.via === match.via &&
    session.entitlementId === match.entitlementId &&
    session.scope === match.scope &&
    session.principalId === match.principalId &&
    session.profileEpoch === match.profileEpoch
  );
}

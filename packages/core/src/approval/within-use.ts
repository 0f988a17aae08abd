import type { GrantUse } from '../ports.ts';
import type { AccessRequest } from './request.ts';
import { isSameTerms, mostSessions } from './usable-grants.ts';

/**
 * Whether a session may be counted under a request: it is approved, within its window and within `use` in everything,
 * and has a use left or this session already in it.
 */
export function isWithinUse(request: AccessRequest, use: GrantUse): boolean {
  const { status, grant, sessionIds, terms } = request;
  const most = Math.min(request.maxUses ?? mostSessions, use.maxUses ?? mostSessions, mostSessions);
  return (
    status === 'approved' &&
    grant !== undefined &&
    grant.fromMs <= use.nowMs &&
    use.nowMs < grant.untilMs &&
    isSameTerms(terms, use.terms) &&
    request.subjectEpoch === use.subjectEpoch &&
    request.profileEpoch === use.profileEpoch &&
    (sessionIds.includes(use.sessionId) || sessionIds.length < most)
  );
}

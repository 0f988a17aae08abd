import type { PersonId } from '../identity/subject.ts';
import type { Decision } from '../policy/decision.ts';
import type { Approval } from '../policy/document.ts';
import { grantBounds, requestTtlBounds } from '../policy/schema/limits.ts';
import type { AccessRequest, Terms } from './request.ts';

/** A grant that may be used now, as far as can be told before the use is counted. */
export type UsableGrant = {
  readonly request: AccessRequest;
  /** Its end, or an earlier one where policy has been made stricter since. Milliseconds since the epoch. */
  readonly untilMs: number;
  /** Sessions that may be opened under it, by policy and approval. */
  readonly maxUses: number;
};

/** How far ahead a grant may begin, in seconds. */
export const longestDelaySeconds = 30 * 86_400;

/** A request made longer ago than this is over, whatever became of it. */
export const longestRequestLifeMs =
  (requestTtlBounds.max + longestDelaySeconds + grantBounds.max) * 1000;

/** No grant has more sessions than this, also where policy sets no limit: each is noted in its item. */
export const mostSessions = 1000;

/** Of a subject's requests for one profile, the grants that may be used now; the one that ends first at the front. */
export function usableGrants(
  requests: readonly AccessRequest[],
  now: {
    readonly nowMs: number;
    readonly person: PersonId;
    readonly terms: Terms;
    readonly approval: Approval;
    readonly subjectEpoch: number;
    readonly profileEpoch: number;
    /** What was made before this is void. */
    readonly notBeforeMs: number;
    /** The session to be continued: its use is counted already. */
    readonly sessionId: string | undefined;
    /** Whether its approvals are still good by the rules of now. */
    readonly isApproved: (request: AccessRequest) => boolean;
  },
): readonly UsableGrant[] {
  return requests
    .flatMap((request): readonly UsableGrant[] => {
      const grant = asOpenGrant(request, now.approval, now.nowMs);
      if (grant === undefined) return [];
      const isSame =
        request.person === now.person &&
        isSameTerms(request.terms, now.terms) &&
        request.subjectEpoch === now.subjectEpoch &&
        request.profileEpoch === now.profileEpoch &&
        request.createdAtMs >= now.notBeforeMs;
      const hasUse =
        request.sessionIds.length < grant.maxUses ||
        (now.sessionId !== undefined && request.sessionIds.includes(now.sessionId));
      return isSame && hasUse && now.isApproved(request) ? [grant] : [];
    })
    .sort((a, b) => a.untilMs - b.untilMs);
}

/** What a decision that asks for an approval would vend: the profile's role, under this rule. */
export function termsOf(
  roleArn: string,
  decision: Extract<Decision, { readonly effect: 'require_approval' | 'allow' }>,
): Terms {
  const { rule, sessionPolicy } = decision;
  return {
    roleArn,
    rule: rule.name,
    sessionPolicy: sessionPolicy === undefined ? '' : JSON.stringify(sessionPolicy),
  };
}

export function isSameTerms(one: Terms, other: Terms): boolean {
  return (
    one.roleArn === other.roleArn &&
    one.rule === other.rule &&
    one.sessionPolicy === other.sessionPolicy
  );
}

function asOpenGrant(
  request: AccessRequest,
  approval: Approval,
  nowMs: number,
): UsableGrant | undefined {
  const { grant } = request;
  if (request.status !== 'approved' || grant === undefined) return undefined;
  const { maxGrantSeconds, autoApprove } = approval;
  // Of what policy gave by itself, no more than it gives by itself now.
  const ofAuto = request.via === 'auto' ? (autoApprove?.maxDurationSeconds ?? 0) : maxGrantSeconds;
  const longestMs = Math.min(maxGrantSeconds, ofAuto) * 1000;
  const untilMs = Math.min(grant.untilMs, grant.fromMs + longestMs);
  if (nowMs < grant.fromMs || untilMs <= nowMs) return undefined;
  return {
    request,
    untilMs,
    maxUses: Math.min(
      grant.maxUses ?? mostSessions,
      approval.maxUses ?? mostSessions,
      mostSessions,
    ),
  };
}

import type { Entitlement } from '../entitlement.ts';
import type { AssumeRole } from '../ports.ts';

/** Which profile a session was vended for: no session is without it. */
export const profileTag = 'SentinelProfile';

/**
 * Session tags, for ABAC and for CloudTrail; one without a value is left out. None is transitive: that would force
 * `sts:TagSession` on every role that people chain to, and the SourceIdentity survives chaining anyway.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html
 */
export function sessionTags(about: {
  readonly sessionId: string;
  readonly user: string;
  readonly profile: string;
  readonly entitlement: Entitlement;
  readonly policySha256: string;
  readonly ticket: string;
}): AssumeRole['tags'] {
  const tags = [
    { key: 'SentinelSessionID', value: about.sessionId },
    { key: 'SentinelUser', value: about.user },
    { key: profileTag, value: about.profile },
    { key: 'SentinelVia', value: about.entitlement.via },
    { key: 'SentinelGrant', value: about.entitlement.id ?? '' },
    { key: 'SentinelPolicy', value: about.policySha256.slice(0, 16) },
    { key: 'SentinelTicket', value: about.ticket },
  ];
  return tags.filter((tag) => tag.value !== '');
}

import { sessionTags } from './identity/session-tags.ts';
import { sessionPolicyFor } from './policy/session-policy.ts';
import type { AssumeRole } from './ports.ts';
import type { Ruling } from './rule.ts';
import type { Session } from './session/session.ts';
import type { Term } from './term.ts';
import type { VendAsk } from './vend-ask.ts';

/** What STS is asked for. The role comes from the policy document and from nowhere else. */
export function planAssumeRole(about: {
  readonly requestId: string;
  readonly ask: VendAsk;
  readonly ruling: Ruling;
  readonly term: Term;
  readonly session: Session;
  readonly user: string;
}): AssumeRole {
  const { requestId, ask, ruling, term, session, user } = about;
  const { profile } = ruling.policy.profile;
  const narrowing = sessionPolicyFor(ruling.decision.sessionPolicy, term);
  return {
    roleArn: profile.roleArn,
    roleSessionName: profile.sessionName === 'per_vend' ? `${user}-${requestId}` : user,
    sourceIdentity: session.sourceIdentity,
    durationSeconds: term.stsSeconds,
    tags: sessionTags({
      sessionId: session.id,
      user,
      profile: ask.profile,
      entitlement: ruling.entitlement,
      policySha256: ruling.source.sha256,
      ticket: ask.ticket,
    }),
    ...narrowing,
  };
}

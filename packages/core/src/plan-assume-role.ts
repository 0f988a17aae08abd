import type { Right } from './entitlement.ts';
import { sessionTags } from './identity/session-tags.ts';
import type { SessionPolicy } from './policy/decision.ts';
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
  readonly right: Right;
  /** What narrows the session. */
  readonly narrowing: SessionPolicy | undefined;
  readonly term: Term;
  readonly session: Session;
  readonly user: string;
}): AssumeRole {
  const { requestId, ask, ruling, right, term, session, user } = about;
  const { profile } = ruling.policy.profile;
  const sent = sessionPolicyFor(about.narrowing, term);
  return {
    roleArn: profile.roleArn,
    roleSessionName: profile.sessionName === 'per_vend' ? `${user}-${requestId}` : user,
    sourceIdentity: session.sourceIdentity,
    durationSeconds: term.stsSeconds,
    tags: sessionTags({
      sessionId: session.id,
      user,
      profile: ask.profile,
      entitlement: right.entitlement,
      policySha256: ruling.source.sha256,
      ticket: ask.ticket,
    }),
    ...sent,
  };
}

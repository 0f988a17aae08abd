import type { PolicyDocument, Statement } from './policy-document.ts';

/** What the trust policy of one protected role is written with. */
export type Trusted = {
  readonly apiRoleArn: string;
  /** Profiles whose documents may name the role. */
  readonly profiles: readonly string[];
  /** Patterns of stamps that may be vended. */
  readonly sourceIdentities: readonly string[];
  /** Roles that go past the TVM; who takes such a role shows MFA there, as `emergencyRoleTrust` has it. */
  readonly emergencyRoleArns: readonly string[];
  /** IAM users that go past the TVM, with MFA. */
  readonly emergencyUserArns: readonly string[];
};

/**
 * Who assumes a protected role: the API for its profiles, by a stamp of its own, and nobody else but those of emergencies.
 * One statement an action, because each is asked with other keys: a request to tag has no `sts:SourceIdentity`, one to
 * set an identity no tags; a condition on what is not there never holds.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecuritytokenservice.html
 */
export function protectedRoleTrust(trusted: Trusted): PolicyDocument {
  const { profiles, sourceIdentities } = trusted;
  const stamp = { StringLike: { 'sts:SourceIdentity': sourceIdentities } };
  const profile = { StringEquals: { 'aws:RequestTag/SentinelProfile': profiles } };
  const api = [trusted.apiRoleArn];
  return {
    Version: '2012-10-17',
    Statement: [
      trust('Vend', api, { Action: ['sts:AssumeRole'], Condition: { ...stamp, ...profile } }),
      trust('Stamp', api, { Action: ['sts:SetSourceIdentity'], Condition: stamp }),
      trust('Tag', api, { Action: ['sts:TagSession'], Condition: profile }),
      ...emergency(trusted.emergencyRoleArns, trusted.emergencyUserArns),
    ],
  };
}

/**
 * Who takes an emergency role: these users of IAM, with MFA in the call or in the session that calls. It is demanded
 * here because no session of a role tells of MFA, whatever its role was assumed with.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_configure-api-require.html
 */
export function emergencyRoleTrust(userArns: readonly string[]): PolicyDocument {
  const statement = trust('WithMfa', userArns, { Action: ['sts:AssumeRole'], Condition: mfa });
  return { Version: '2012-10-17', Statement: [statement] };
}

/** Who assumes `SentinelRevoker`: the revoker's role. */
export function accountRevokerTrust(revokerRoleArn: string): PolicyDocument {
  const statement = trust('Revoke', [revokerRoleArn], { Action: ['sts:AssumeRole'] });
  return { Version: '2012-10-17', Statement: [statement] };
}

const mfa = { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } as const;

/**
 * With an identity of ours, asked for or inherited, a session would look vended: they come by another or by none, for
 * what a request does not carry is not like anything. Of roles no MFA is asked: their sessions never tell of it.
 */
function emergency(roleArns: readonly string[], userArns: readonly string[]): readonly Statement[] {
  const all = [...roleArns, ...userArns];
  const unlike = {
    StringNotLike: { 'aws:SourceIdentity': 'sentinel.*', 'sts:SourceIdentity': 'sentinel.*' },
  };
  const role = trust('EmergencyRole', roleArns, { Action: ['sts:AssumeRole'], Condition: unlike });
  const user = trust('EmergencyUser', userArns, {
    Action: ['sts:AssumeRole'],
    Condition: { ...mfa, ...unlike },
  });
  const identity = trust('EmergencyIdentity', all, {
    Action: ['sts:SetSourceIdentity'],
    Condition: { StringNotLike: { 'sts:SourceIdentity': 'sentinel.*' } },
  });
  return [
    ...(roleArns.length === 0 ? [] : [role]),
    ...(userArns.length === 0 ? [] : [user]),
    ...(all.length === 0 ? [] : [identity]),
  ];
}

function trust(
  Sid: string,
  AWS: readonly string[],
  rest: Pick<Statement, 'Action' | 'Condition'>,
): Statement {
  return { Sid, Effect: 'Allow', Principal: { AWS }, ...rest };
}

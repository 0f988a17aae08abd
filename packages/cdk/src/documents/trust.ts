import type { PolicyDocument, Statement } from './policy-document.ts';

/** What the trust policy of one protected role is written with. */
export type Trusted = {
  readonly apiRoleArn: string;
  /** Profiles whose documents may name the role. */
  readonly profiles: readonly string[];
  /** Patterns of stamps that may be vended. */
  readonly sourceIdentities: readonly string[];
  /** Roles that go past the TVM, with MFA. */
  readonly emergencyRoleArns: readonly string[];
};

/**
 * Who assumes a protected role: the API for its profiles, by a stamp of its own, and nobody else but the emergency roles.
 * One statement an action, because each is asked with other keys: a request to tag has no `sts:SourceIdentity`, one to
 * set an identity no tags; a condition on what is not there never holds.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecuritytokenservice.html
 */
export function protectedRoleTrust(trusted: Trusted): PolicyDocument {
  const { profiles, sourceIdentities, emergencyRoleArns } = trusted;
  const stamp = { StringLike: { 'sts:SourceIdentity': sourceIdentities } };
  const profile = { StringEquals: { 'aws:RequestTag/SentinelProfile': profiles } };
  const api = [trusted.apiRoleArn];
  return {
    Version: '2012-10-17',
    Statement: [
      trust('Vend', api, { Action: ['sts:AssumeRole'], Condition: { ...stamp, ...profile } }),
      trust('Stamp', api, { Action: ['sts:SetSourceIdentity'], Condition: stamp }),
      trust('Tag', api, { Action: ['sts:TagSession'], Condition: profile }),
      ...(emergencyRoleArns.length === 0 ? [] : emergency(emergencyRoleArns)),
    ],
  };
}

/** Who assumes `SentinelRevoker`: the revoker's role. */
export function accountRevokerTrust(revokerRoleArn: string): PolicyDocument {
  const statement = trust('Revoke', [revokerRoleArn], { Action: ['sts:AssumeRole'] });
  return { Version: '2012-10-17', Statement: [statement] };
}

/** With an identity of ours, asked for or inherited, a session would look vended: they come by another or by none. */
function emergency(roleArns: readonly string[]): readonly Statement[] {
  return [
    trust('Emergency', roleArns, {
      Action: ['sts:AssumeRole'],
      Condition: {
        Bool: { 'aws:MultiFactorAuthPresent': 'true' },
        StringNotLike: { 'aws:SourceIdentity': 'sentinel.*', 'sts:SourceIdentity': 'sentinel.*' },
      },
    }),
    trust('EmergencyIdentity', roleArns, {
      Action: ['sts:SetSourceIdentity'],
      Condition: { StringNotLike: { 'sts:SourceIdentity': 'sentinel.*' } },
    }),
  ];
}

function trust(
  Sid: string,
  AWS: readonly string[],
  rest: Pick<Statement, 'Action' | 'Condition'>,
): Statement {
  return { Sid, Effect: 'Allow', Principal: { AWS }, ...rest };
}

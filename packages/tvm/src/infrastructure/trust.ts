import type { Names } from './names.ts';

/** A statement of a role's trust policy. */
export type TrustStatement = {
  readonly Sid: string;
  readonly Effect: 'Allow';
  readonly Principal: { readonly AWS: string | readonly string[] };
  readonly Action: readonly string[];
  readonly Condition?: Readonly<
    Record<string, Readonly<Record<string, string | readonly string[]>>>
  >;
};

/** Who may assume a role. */
export type TrustPolicy = {
  readonly Version: '2012-10-17';
  readonly Statement: readonly TrustStatement[];
};

/** What the trust policy of one protected role is written with. */
export type ProtectedRole = {
  readonly apiRoleArn: string;
  /** Profiles whose documents may name the role. */
  readonly profiles: readonly string[];
  /** Patterns of stamps that may be vended; every stamp of ours if left out. */
  readonly sourceIdentities?: readonly string[];
  /** Roles that go past the TVM; who takes such a role shows MFA there, as `emergencyRoleTrust` has it. */
  readonly emergencyRoleArns?: readonly string[];
  /** IAM users that go past the TVM, with MFA. */
  readonly emergencyUserArns?: readonly string[];
};

/**
 * Who assumes a protected role: the API for its profiles, by a stamp of its own, and nobody else but those of emergencies.
 * One statement an action, because each is asked with other keys: a request to tag has no `sts:SourceIdentity`, one to
 * set an identity no tags; a condition on what is not there never holds.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecuritytokenservice.html
 */
export function protectedRoleTrust(role: ProtectedRole): TrustPolicy {
  const { profiles, sourceIdentities = ['sentinel.*'] } = role;
  const stamp = { StringLike: { 'sts:SourceIdentity': sourceIdentities } };
  const profile = { StringEquals: { 'aws:RequestTag/SentinelProfile': profiles } };
  const api = { AWS: role.apiRoleArn };
  return {
    Version: '2012-10-17',
    Statement: [
      trust('Vend', api, { Action: ['sts:AssumeRole'], Condition: { ...stamp, ...profile } }),
      trust('Stamp', api, { Action: ['sts:SetSourceIdentity'], Condition: stamp }),
      trust('Tag', api, { Action: ['sts:TagSession'], Condition: profile }),
      ...emergency(role.emergencyRoleArns ?? [], role.emergencyUserArns ?? []),
    ],
  };
}

/**
 * Who takes an emergency role: these users of IAM, with MFA in the call or in the session that calls. It is demanded
 * here because no session of a role tells of MFA, whatever its role was assumed with.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_configure-api-require.html
 */
export function emergencyRoleTrust(userArns: readonly string[]): TrustPolicy {
  const statement = trust(
    'WithMfa',
    { AWS: userArns },
    { Action: ['sts:AssumeRole'], Condition: mfa },
  );
  return { Version: '2012-10-17', Statement: [statement] };
}

/** Who assumes `SentinelRevoker`: the revoker's role. */
export function accountRevokerTrust(revokerRoleArn: string): TrustPolicy {
  const statement = trust('Revoke', { AWS: revokerRoleArn }, { Action: ['sts:AssumeRole'] });
  return { Version: '2012-10-17', Statement: [statement] };
}

/** What `SentinelRevoker` may do in its account: write versions of one policy. */
export function accountRevokerRights(policyArn: string) {
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'Revocations',
        Effect: 'Allow',
        Action: [
          'iam:CreatePolicyVersion',
          'iam:DeletePolicyVersion',
          'iam:GetPolicyVersion',
          'iam:ListPolicyVersions',
        ],
        Resource: [policyArn],
      },
    ],
  } as const;
}

/**
 * What sessions of a protected role may assume further, whatever else its policies allow: a Deny of what was revoked does
 * not follow a session into roles that do not carry it.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_monitor.html
 */
export function chainingRights(mayChainTo: readonly string[]) {
  const denied = { Effect: 'Deny', Action: ['sts:AssumeRole', 'sts:AssumeRoot'] } as const;
  const nowhere = { Sid: 'NoChaining', ...denied, Resource: ['*'] };
  const elsewhere = { Sid: 'NoOtherChaining', ...denied, NotResource: mayChainTo };
  const there = {
    Sid: 'Chaining',
    Effect: 'Allow',
    Action: ['sts:AssumeRole', 'sts:SetSourceIdentity'],
    Resource: mayChainTo,
  };
  return {
    Version: '2012-10-17',
    Statement: mayChainTo.length === 0 ? [nowhere] : [elsewhere, there],
  } as const;
}

/** ARN of a function's execution role where it is named as it is by default. */
export function executionRoleArn(names: Names, functionName: string): string {
  return `arn:${names.partition}:iam::${names.accountId}:role/${names.name}-${functionName}`;
}

const mfa = { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } as const;

/**
 * With an identity of ours, asked for or inherited, a session would look vended: they come by another or by none, for
 * what a request does not carry is not like anything. Of roles no MFA is asked: their sessions never tell of it.
 */
function emergency(
  roleArns: readonly string[],
  userArns: readonly string[],
): readonly TrustStatement[] {
  const all = [...roleArns, ...userArns];
  const unlike = {
    StringNotLike: { 'aws:SourceIdentity': 'sentinel.*', 'sts:SourceIdentity': 'sentinel.*' },
  };
  return [
    trust('EmergencyRole', { AWS: roleArns }, { Action: ['sts:AssumeRole'], Condition: unlike }),
    trust(
      'EmergencyUser',
      { AWS: userArns },
      { Action: ['sts:AssumeRole'], Condition: { ...mfa, ...unlike } },
    ),
    trust(
      'EmergencyIdentity',
      { AWS: all },
      {
        Action: ['sts:SetSourceIdentity'],
        Condition: { StringNotLike: { 'sts:SourceIdentity': 'sentinel.*' } },
      },
    ),
  ].filter(({ Principal }) => Principal.AWS.length > 0);
}

function trust(
  Sid: string,
  Principal: TrustStatement['Principal'],
  rest: Pick<TrustStatement, 'Action' | 'Condition'>,
): TrustStatement {
  return { Sid, Effect: 'Allow', Principal, ...rest };
}

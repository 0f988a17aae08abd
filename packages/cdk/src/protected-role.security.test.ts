import { expect, test } from 'vitest';
import { describeWithCdk } from '../testing/describe-with-cdk.ts';
import type { ProtectedRoleProps } from './protected-role.ts';

const least: ProtectedRoleProps = {
  roleName: 'SentinelProtected-Prod',
  apiRoleArn: 'arn:aws:iam::111122223333:role/sentinel-api',
  profiles: ['prod'],
};
const emergency = 'arn:aws:iam::444455556666:role/Emergency';
const emergencyUser = 'arn:aws:iam::444455556666:user/emergency/alice';

describeWithCdk('a protected role', async () => {
  const { propertiesOf, synthesise } = await import('../testing/a-template.ts');
  const { ProtectedRole } = await import('./protected-role.ts');
  const { emergencyRoleTrust } = await import('./emergency-role-trust.ts');
  const make = (props: Partial<ProtectedRoleProps> = {}) => {
    const { template } = synthesise(
      (stack) => new ProtectedRole(stack, 'Role', { ...least, ...props }),
    );
    return propertiesOf(template, 'AWS::IAM::Role')[0];
  };

  test('SEC-25 is assumed by the api role alone, by its stamp and for its profiles', () => {
    const role = make();

    const vend = { AWS: [least.apiRoleArn] };
    const stamp = { StringLike: { 'sts:SourceIdentity': ['sentinel.*'] } };
    const profile = { StringEquals: { 'aws:RequestTag/SentinelProfile': ['prod'] } };
    const allow = { Effect: 'Allow', Principal: vend };
    expect(
      role?.['AssumeRolePolicyDocument'],
      'SECURITY VIOLATION: somebody else, another stamp or another profile',
    ).toEqual({
      Version: '2012-10-17',
      Statement: [
        { Sid: 'Vend', ...allow, Action: ['sts:AssumeRole'], Condition: { ...stamp, ...profile } },
        { Sid: 'Stamp', ...allow, Action: ['sts:SetSourceIdentity'], Condition: stamp },
        { Sid: 'Tag', ...allow, Action: ['sts:TagSession'], Condition: profile },
      ],
    });
    expect(role, 'SECURITY VIOLATION: a session outlives what a revocation denies').toMatchObject({
      RoleName: 'SentinelProtected-Prod',
      MaxSessionDuration: 3600,
    });
  });

  test('SEC-25 lets those of emergencies in without a stamp of the server, users with MFA', () => {
    const unlike = {
      StringNotLike: { 'aws:SourceIdentity': 'sentinel.*', 'sts:SourceIdentity': 'sentinel.*' },
    };
    const only = { emergencyRoleArns: [emergency] };

    const [role, user, both] = [
      make(only),
      make({ emergencyUserArns: [emergencyUser] }),
      make({ ...only, emergencyUserArns: [emergencyUser] }),
    ].map((made) => emergenciesOf(made?.['AssumeRolePolicyDocument']));

    expect(both, 'SECURITY VIOLATION: an emergency looks vended, or no role gets in').toEqual([
      {
        Sid: 'EmergencyRole',
        Effect: 'Allow',
        Principal: { AWS: [emergency] },
        Action: ['sts:AssumeRole'],
        Condition: unlike,
      },
      {
        Sid: 'EmergencyUser',
        Effect: 'Allow',
        Principal: { AWS: [emergencyUser] },
        Action: ['sts:AssumeRole'],
        Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' }, ...unlike },
      },
      {
        Sid: 'EmergencyIdentity',
        Effect: 'Allow',
        Principal: { AWS: [emergency, emergencyUser] },
        Action: ['sts:SetSourceIdentity'],
        Condition: { StringNotLike: { 'sts:SourceIdentity': 'sentinel.*' } },
      },
    ]);
    expect([role, user].map((each) => each?.map(({ Sid }) => Sid))).toEqual([
      ['EmergencyRole', 'EmergencyIdentity'],
      ['EmergencyUser', 'EmergencyIdentity'],
    ]);
  });

  test('SEC-25 says how an emergency role is taken: by users that are named, with MFA', () => {
    const trust = emergencyRoleTrust({ userArns: [emergencyUser] });

    expect(trust.Statement, 'SECURITY VIOLATION: an emergency role is taken without MFA').toEqual([
      {
        Sid: 'WithMfa',
        Effect: 'Allow',
        Principal: { AWS: [emergencyUser] },
        Action: ['sts:AssumeRole'],
        Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
      },
    ]);
    for (const [userArns, expected] of [
      [[], /`userArns` is empty/],
      [[emergency], /expected the ARN of an IAM user/],
      [['arn:aws:iam::444455556666:root'], /expected the ARN of an IAM user/],
      [[emergencyUser, emergencyUser], /twice/],
    ] as const) {
      expect(() => emergencyRoleTrust({ userArns }), 'SECURITY VIOLATION: it was written').toThrow(
        expected,
      );
    }
  });

  test('SEC-30 goes no further, unless it is said where, and carries what was revoked', () => {
    const deployer = 'arn:aws:iam::444455556666:role/deployer';
    const deny = { Effect: 'Deny', Action: ['sts:AssumeRole', 'sts:AssumeRoot'] };

    const [closed, open] = [make(), make({ mayChainTo: [deployer] })];

    expect(closed?.['Policies'], 'SECURITY VIOLATION: sessions escape a revocation').toEqual([
      {
        PolicyName: 'chaining',
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: [{ Sid: 'NoChaining', ...deny, Resource: ['*'] }],
        },
      },
    ]);
    expect(open?.['Policies'], 'SECURITY VIOLATION: sessions escape a revocation').toMatchObject([
      {
        PolicyDocument: { Statement: [{ ...deny, NotResource: [deployer] }, { Effect: 'Allow' }] },
      },
    ]);
    expect(closed?.['ManagedPolicyArns'], 'SECURITY VIOLATION: nothing revokes it').toEqual([
      'arn:aws:iam::111122223333:policy/SentinelRevocations',
    ]);
  });

  test.each<[string, Partial<ProtectedRoleProps>, RegExp]>([
    ['a name without the prefix', { roleName: 'Admin' }, /`roleName` is `Admin`, expected `Sentin/],
    ['a name with a path', { roleName: 'x/SentinelProtected-a' }, /without a path/],
    ['a long name', { roleName: `SentinelProtected-${'a'.repeat(47)}` }, /1 to 46/],
    ['any principal', { apiRoleArn: '*' }, /`apiRoleArn` is `\*`/],
    ['a whole account', { apiRoleArn: 'arn:aws:iam::111122223333:root' }, /ARN of a role/],
    ['roles by pattern', { apiRoleArn: 'arn:aws:iam::111122223333:role/*' }, /without a pattern/],
    ['no profile', { profiles: [] }, /`profiles` is empty/],
    ['every profile', { profiles: ['*'] }, /`profiles` is `\*`/],
    ['a profile twice', { profiles: ['a', 'a'] }, /`profiles` names `a` twice/],
    ['no stamp', { sourceIdentities: [] }, /`sourceIdentities` is empty/],
    ['a stamp by its end', { sourceIdentities: ['sentinel.*.alice'] }, /forged by a name/],
    ['any stamp', { sourceIdentities: ['*'] }, /forged by a name/],
    ['emergency for all', { emergencyRoleArns: ['*'] }, /`emergencyRoleArns` is `\*`/],
    ['a user as emergency role', { emergencyRoleArns: [emergencyUser] }, /the ARN of a role/],
    ['a role as emergency user', { emergencyUserArns: [emergency] }, /roles tell nothing of MFA/],
    ['users by pattern', { emergencyUserArns: [`${emergencyUser}*`] }, /without a pattern/],
    ['a role twice', { emergencyRoleArns: [emergency, emergency] }, /twice/],
    ['the api in emergency', { emergencyRoleArns: [least.apiRoleArn] }, /without a stamp/],
    ['chaining anywhere', { mayChainTo: ['arn:aws:iam::*:role/x'] }, /without a pattern/],
    ['sessions over an hour', { maxSessionSeconds: 7200 }, /from 3600 to 3600/],
    ['sessions under an hour', { maxSessionSeconds: 900 }, /from 3600 to 3600/],
    ['a policy by name', { managedPolicyArns: ['ReadOnlyAccess'] }, /ARN of a managed policy/],
    [
      'ten policies',
      {
        managedPolicyArns: Array.from(
          { length: 10 },
          (_, index) => `arn:aws:iam::aws:policy/P${index}`,
        ),
      },
      /more than 9/,
    ],
    ['a policy in the place of ours', { inlinePolicies: { chaining: {} } }, /`chaining`, which is/],
    ['a policy of AWS', { revocationPolicyArn: 'arn:aws:iam::aws:policy/X' }, /customer managed/],
    ['a boundary by name', { permissionsBoundaryArn: 'x' }, /`permissionsBoundaryArn` is `x`/],
    ['a description in runes', { description: '\u16a0' }, /1 to 1000 ASCII characters/],
  ])('SEC-25 refuses %s', (_, wrong, expected) => {
    expect(() => make(wrong), 'SECURITY VIOLATION: it was made').toThrow(expected);
  });
});

/** Behind the three statements of the server. */
function emergenciesOf(trust: unknown): readonly { readonly Sid: string }[] {
  const { Statement } = trust as { Statement: readonly { Sid: string }[] }; // of a template that was just made
  return Statement.slice(3);
}

import { expect, test } from 'vitest';
import { describeWithCdk } from '../testing/describe-with-cdk.ts';
import type { SentinelAccountProps } from './sentinel-account.ts';

const revokerRoleArn = 'arn:aws:iam::444455556666:role/sentinel-revoker';

describeWithCdk('an account with protected roles', async () => {
  const { propertiesOf, synthesise } = await import('../testing/a-template.ts');
  const { SentinelAccount } = await import('./sentinel-account.ts');
  const make = (props: Partial<SentinelAccountProps> = {}) =>
    synthesise((stack) => new SentinelAccount(stack, 'Account', { revokerRoleArn, ...props }));

  test('SEC-24 lets the revoker alone write versions of one policy, and do nothing else', () => {
    const { template } = make();

    const [role, ...others] = propertiesOf(template, 'AWS::IAM::Role');

    expect(others).toEqual([]);
    expect(role, 'SECURITY VIOLATION: somebody else, or something else').toMatchObject({
      RoleName: 'SentinelRevoker',
      AssumeRolePolicyDocument: {
        Statement: [
          {
            Sid: 'Revoke',
            Effect: 'Allow',
            Principal: { AWS: [revokerRoleArn] },
            Action: ['sts:AssumeRole'],
          },
        ],
      },
      Policies: [
        {
          PolicyDocument: {
            Statement: [
              {
                Action: [
                  'iam:CreatePolicyVersion',
                  'iam:DeletePolicyVersion',
                  'iam:GetPolicyVersion',
                  'iam:ListPolicyVersions',
                ],
                Resource: ['arn:aws:iam::111122223333:policy/SentinelRevocations'],
              },
            ],
          },
        },
      ],
    });
  });

  test('SEC-24 begins with a policy that denies nobody, and keeps it for good', () => {
    const { template } = make();

    template.hasResource('AWS::IAM::ManagedPolicy', {
      DeletionPolicy: 'RetainExceptOnCreate',
      UpdateReplacePolicy: 'Retain',
      Properties: {
        ManagedPolicyName: 'SentinelRevocations',
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Deny',
              Action: '*',
              Resource: '*',
              Condition: { StringEquals: { 'aws:SourceIdentity': ['sentinel:nobody'] } },
            },
          ],
        },
      },
    });
  });

  test.each<[string, Partial<SentinelAccountProps>, RegExp]>([
    ['any revoker', { revokerRoleArn: '*' }, /`revokerRoleArn` is `\*`, expected the ARN/],
    ['roles by pattern', { revokerRoleArn: 'arn:aws:iam::*:role/x' }, /without a pattern/],
    ['a role with a path', { revokerRoleName: 'a/b' }, /`revokerRoleName` is `a\/b`/],
    ['a policy with a comma', { revocationPolicyName: 'a,b' }, /`revocationPolicyName` is/],
    ['a boundary by name', { permissionsBoundaryArn: 'x' }, /ARN of a managed policy/],
  ])('SEC-24 refuses %s', (_, wrong, expected) => {
    expect(() => make(wrong), 'SECURITY VIOLATION: it was made').toThrow(expected);
  });
});

import type { Role } from '../iam/entities.ts';
import type { Iam } from '../iam/iam.ts';
import { place, revocationAccount, streamArn } from './place.ts';

const tableArn = `arn:aws:dynamodb:${place.region}:${place.hubAccount}:table/${place.table}`;

/**
 * The role of the function that denies what was revoked, in the hub; and in the workload account the role that it
 * assumes, which may write versions of one policy and nothing else.
 */
export function addRevoker(iam: Iam): Role {
  const { policyArn, roleArn } = revocationAccount;
  const revoker = iam.addRole({
    accountId: place.hubAccount,
    name: place.revokerRole,
    trust: document({
      Principal: { Service: 'lambda.amazonaws.com' },
      Action: 'sts:AssumeRole',
    }),
    policies: [
      document(
        {
          Action: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
          Resource: streamArn,
        },
        {
          Action: ['dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:UpdateItem'],
          Resource: tableArn,
        },
        { Action: 'sts:AssumeRole', Resource: roleArn },
      ),
    ],
  });
  iam.addRole({
    accountId: place.workloadAccount,
    name: 'SentinelRevoker',
    trust: document({ Principal: { AWS: revoker.arn }, Action: 'sts:AssumeRole' }),
    policies: [
      document({
        Action: [
          'iam:ListPolicyVersions',
          'iam:GetPolicyVersion',
          'iam:CreatePolicyVersion',
          'iam:DeletePolicyVersion',
        ],
        Resource: policyArn,
      }),
    ],
  });
  return revoker;
}

function document(...statements: readonly object[]) {
  return {
    Version: '2012-10-17',
    Statement: statements.map((statement) => ({ Effect: 'Allow', ...statement })),
  };
}

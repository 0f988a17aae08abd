import type { Names } from '@sentinel/tvm/infrastructure/names';

/** Names of the dev stack's imaginary accounts, roles and API. */
export const place = {
  region: 'eu-west-1',
  /** Where the TVM lives. */
  hubAccount: '111122223333',
  /** Where the protected roles live. */
  workloadAccount: '444455556666',
  apiId: 'devstack01',
  table: 'sentinel',
  apiRole: 'SentinelApi',
  notifierRole: 'SentinelNotifier',
  /** Of the function that denies what was revoked. */
  revokerRole: 'SentinelRevokerFunction',
  /** Topic that channels name. */
  topic: 'sentinel-security',
  ssoRole: 'AWSReservedSSO_Engineers_0123456789abcdef',
} as const;

/** ARN of the role that stands behind a profile. */
export function protectedRoleArn(name: string): string {
  return `arn:aws:iam::${place.workloadAccount}:role/SentinelProtected-${name}`;
}

/** In the workload account: the policy that all protected roles carry, and the role that may write it. */
export const revocationAccount = {
  policyArn: `arn:aws:iam::${place.workloadAccount}:policy/SentinelRevocations`,
  roleArn: `arn:aws:iam::${place.workloadAccount}:role/SentinelRevoker`,
} as const;

/** ARN of the topic. */
export const topicArn = `arn:aws:sns:${place.region}:${place.hubAccount}:${place.topic}`;

const streamLabel = '2026-01-01T00:00:00.000';

/** ARN of the table's stream, which is made when the stack starts. */
export const streamArn = `arn:aws:dynamodb:${place.region}:${place.hubAccount}:table/${place.table}/stream/${streamLabel}`;

/** What the rights of a deployment are written with, for this one. */
export const names: Names = {
  partition: 'aws',
  region: place.region,
  accountId: place.hubAccount,
  name: 'sentinel',
  tableName: place.table,
  streamLabel,
  keyArn: `arn:aws:kms:${place.region}:${place.hubAccount}:key/00000000-0000-0000-0000-000000000000`,
  parameterPrefix: '/sentinel',
  protectedAccountIds: [place.workloadAccount],
  revokerRoleArns: [revocationAccount.roleArn],
  topicArns: [topicArn],
};

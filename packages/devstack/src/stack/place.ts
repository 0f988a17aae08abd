import type { Names } from '@sentinel/tvm/infrastructure/names';

/** Names of the dev stack's imaginary accounts, roles and API. */
export const place = {
  region: 'eu-west-1',
  /** Where the TVM lives. */
  hubAccount: '111122223333',
  /** Where the protected roles live. */
  workloadAccount: '444455556666',
  /** As the deployments that are compared name it. */
  apiId: 'a1b2c3d4e5',
  table: 'sentinel',
  apiRole: 'SentinelApi',
  authorizerRole: 'SentinelAuthorizer',
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

/** The policy that all protected roles of an account carry, and the role that may write it. */
export type RevocationAccount = { readonly policyArn: string; readonly roleArn: string };

/** That of the workload account. */
export const revocationAccount = revocationsOf(place.workloadAccount);

/** What denies in an account what was revoked. */
export function revocationsOf(account: string): RevocationAccount {
  return {
    policyArn: `arn:aws:iam::${account}:policy/SentinelRevocations`,
    roleArn: `arn:aws:iam::${account}:role/SentinelRevoker`,
  };
}

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
  protectedAccountIds: [place.workloadAccount, place.hubAccount],
  revokerRoleArns: [place.workloadAccount, place.hubAccount].map(
    (account) => revocationsOf(account).roleArn,
  ),
  topicArns: [topicArn],
};

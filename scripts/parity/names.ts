import type { Names } from '@sentinel/tvm/infrastructure/names';

/**
 * The one deployment that is compared: what AWS would name, both tools are told, so that equal things read equal. The
 * same stands in terraform/ beside this, and in packages/cdk/testing/print-deployment.ts.
 */
export const names: Names = {
  partition: 'aws',
  region: 'eu-west-1',
  accountId: '111122223333',
  name: 'sentinel',
  tableName: 'sentinel',
  streamLabel: '2026-01-01T00:00:00.000',
  keyArn: 'arn:aws:kms:eu-west-1:111122223333:key/00000000-0000-0000-0000-000000000000',
  parameterPrefix: '/sentinel',
  protectedAccountIds: ['444455556666', '111122223333'],
  revokerRoleArns: [
    'arn:aws:iam::444455556666:role/SentinelRevoker',
    'arn:aws:iam::111122223333:role/SentinelRevoker',
  ],
  topicArns: ['arn:aws:sns:eu-west-1:111122223333:sentinel-security'],
};

/** Of the account with protected roles. */
export const workload = '444455556666';

export const apiId = 'a1b2c3d4e5';

/** Who may go past the server. */
export const emergency = {
  emergencyRoleArns: [`arn:aws:iam::${workload}:role/Emergency`],
  emergencyUserArns: [`arn:aws:iam::${workload}:user/emergency`],
} as const;

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
  ssoRole: 'AWSReservedSSO_Engineers_0123456789abcdef',
} as const;

/** ARN of the role that stands behind a profile. */
export function protectedRoleArn(name: string): string {
  return `arn:aws:iam::${place.workloadAccount}:role/SentinelProtected-${name}`;
}

/** Where one deployment lies: what its rights are written with. Each may be a token of CloudFormation. */
export type Names = {
  /** `aws`, `aws-us-gov`, `aws-cn`. */
  readonly partition: string;
  readonly region: string;
  /** The TVM's own account. */
  readonly accountId: string;
  /** Begins the names of everything that is created, such as `sentinel`. */
  readonly name: string;
  readonly tableName: string;
  readonly streamArn: string;
  /** KMS key of table and channels. */
  readonly keyArn: string;
  /** Such as `/sentinel`. */
  readonly parameterPrefix: string;
  /** Accounts with protected roles: 12 digits each. */
  readonly protectedAccountIds: readonly string[];
  /** The `SentinelRevoker` role of each of them. */
  readonly revokerRoleArns: readonly string[];
  /** Topics that channels may name. */
  readonly topicArns: readonly string[];
};

/** What the names make. */
export const arns = {
  table: (names: Names) =>
    `arn:${names.partition}:dynamodb:${names.region}:${names.accountId}:table/${names.tableName}`,
  parameter: (names: Names, path: string) =>
    `arn:${names.partition}:ssm:${names.region}:${names.accountId}:parameter${names.parameterPrefix}/${path}`,
  function: (names: Names, name: string) =>
    `arn:${names.partition}:lambda:${names.region}:${names.accountId}:function:${names.name}-${name}`,
  logGroup: (names: Names, name: string) =>
    `arn:${names.partition}:logs:${names.region}:${names.accountId}:log-group:/aws/lambda/${names.name}-${name}`,
  deadLetters: (names: Names, name: string) =>
    `arn:${names.partition}:sqs:${names.region}:${names.accountId}:${names.name}-${name}-dead-letters`,
} as const;

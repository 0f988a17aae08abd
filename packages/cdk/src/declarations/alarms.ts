/** A metric that CloudWatch makes of log lines. */
export type MetricFilter = {
  readonly name: string;
  /** Of which function. */
  readonly log: 'api';
  readonly pattern: string;
};

/** Where a metric is found; `{...}` stands for a name of the deployment. */
export type AlarmMetric = {
  readonly namespace: string;
  readonly metric: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic: 'Sum' | 'Maximum' | 'p99';
};

/** Something that a person should look at. */
export type Alarm = AlarmMetric & {
  readonly name: string;
  /** What it means, and what to do first. */
  readonly description: string;
  /** It sounds at this value and above. */
  readonly threshold: number;
  readonly periodSeconds: number;
  readonly periods: number;
};

/** Of decision records, where no metric is written already. */
export const metricFilters: readonly MetricFilter[] = [
  {
    name: 'BreakGlassOpened',
    log: 'api',
    pattern: '{ ($.event = "open-break-glass") && ($.outcome = "allow") }',
  },
];

/**
 * Sounds where emergency roles and CloudTrail's log group are named: somebody went past the TVM.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudwatch-alarms-for-cloudtrail.html
 */
export const emergencyRoleUsed: Alarm = {
  name: 'emergency-role-used',
  description:
    'Somebody took an emergency role, or tried to. CloudTrail says who; ask them, and close it behind them.',
  namespace: 'Sentinel',
  metric: 'EmergencyRoleUsed',
  dimensions: {},
  statistic: 'Sum',
  threshold: 1,
  periodSeconds: 60,
  periods: 1,
};

/** CloudTrail's events of assuming one of these roles. */
export function emergencyRolePattern(roleArns: readonly string[]): string {
  const anyOf = roleArns.map((arn) => `($.requestParameters.roleArn = "${arn}")`).join(' || ');
  return `{ ($.eventSource = "sts.amazonaws.com") && (${anyOf}) }`;
}

const ownMetric = (metric: string) =>
  ({ namespace: 'Sentinel', metric, dimensions: {}, statistic: 'Sum' }) as const;

const ofFunction = (metric: string, name: string) =>
  ({
    namespace: 'AWS/Lambda',
    metric,
    dimensions: { FunctionName: `{name}-${name}` },
    statistic: 'Sum',
  }) as const;

const fiveMinutes = { periodSeconds: 300, periods: 1 } as const;

/** Every alarm; silence is no alarm, as a quiet night is none. */
export const alarms: readonly Alarm[] = [
  {
    name: 'decisions-failed',
    description:
      'Calls ended in an error: policy, STS, DynamoDB or SSM. Read the records with outcome `error`.',
    namespace: 'Sentinel',
    metric: 'Decisions',
    dimensions: { outcome: 'error' },
    statistic: 'Sum',
    threshold: 5,
    ...fiveMinutes,
  },
  {
    name: 'decisions-withdrawn',
    description:
      'Credentials were issued and thrown away: a revocation came between, or the table did not answer.',
    namespace: 'Sentinel',
    metric: 'Decisions',
    dimensions: { outcome: 'withdrawn' },
    statistic: 'Sum',
    threshold: 5,
    ...fiveMinutes,
  },
  {
    name: 'decisions-slow',
    description: 'One in a hundred allowed calls takes three seconds or longer.',
    namespace: 'Sentinel',
    metric: 'Latency',
    dimensions: { outcome: 'allow' },
    statistic: 'p99',
    threshold: 3000,
    periodSeconds: 300,
    periods: 3,
  },
  {
    name: 'policy-broken',
    description:
      'A document does not load: nobody gets its profile. Validate what was pushed last.',
    ...ownMetric('PolicyBroken'),
    threshold: 1,
    ...fiveMinutes,
  },
  {
    name: 'policy-version-went-back',
    description:
      'A parameter was made anew or restored: its version is lower than one seen before.',
    ...ownMetric('PolicyVersionWentBack'),
    threshold: 1,
    ...fiveMinutes,
  },
  {
    name: 'untrusted-sso-role',
    description:
      'Somebody came by an Identity Center role that the directory does not trust: a permission set was made or made anew.',
    ...ownMetric('UntrustedSsoRole'),
    threshold: 1,
    ...fiveMinutes,
  },
  {
    name: 'break-glass-opened',
    description: 'Somebody broke the glass. `sentinel breakglass list --all` shows who and why.',
    ...ownMetric('BreakGlassOpened'),
    threshold: 1,
    periodSeconds: 60,
    periods: 1,
  },
  {
    name: 'revocation-failed',
    description:
      'An account does not deny what was revoked, or a revocation could not be finished. Read the lines of the revoker.',
    ...ownMetric('RevocationFailed'),
    threshold: 1,
    ...fiveMinutes,
  },
  {
    name: 'completion-failed',
    description: 'What a crash left could not be finished. Read the lines of the revoker.',
    ...ownMetric('CompletionFailed'),
    threshold: 1,
    ...fiveMinutes,
  },
  {
    name: 'revoker-refused',
    description: 'The revoker could not read an event or a record.',
    ...ownMetric('RevokerFailed'),
    threshold: 1,
    ...fiveMinutes,
  },
  {
    name: 'notification-failed',
    description: 'A channel could not be told, or its document does not load.',
    ...ownMetric('NotificationFailed'),
    threshold: 1,
    ...fiveMinutes,
  },
  ...(['api', 'authorizer', 'revoker', 'notifier'] as const).flatMap((name) => [
    {
      name: `${name}-failed`,
      description: `The ${name} function ended without an answer: killed, out of memory or time. What it did has no record.`,
      ...ofFunction('Errors', name),
      threshold: 1,
      ...fiveMinutes,
    },
    {
      name: `${name}-throttled`,
      description: `Lambda turned away calls of the ${name} function: the account's concurrency is used up.`,
      ...ofFunction('Throttles', name),
      threshold: 1,
      ...fiveMinutes,
    },
  ]),
  ...(['revoker', 'notifier'] as const).flatMap((name) => [
    {
      name: `${name}-behind`,
      description: `The ${name} function reads the stream late by ten minutes or more.`,
      ...ofFunction('IteratorAge', name),
      statistic: 'Maximum' as const,
      threshold: 600_000,
      ...fiveMinutes,
    },
    {
      name: `${name}-gave-up`,
      description: `Records that the ${name} function could not handle lie in its dead-letter queue.`,
      namespace: 'AWS/SQS',
      metric: 'ApproximateNumberOfMessagesVisible',
      dimensions: { QueueName: `{name}-${name}-dead-letters` },
      statistic: 'Maximum' as const,
      threshold: 1,
      ...fiveMinutes,
    },
  ]),
];

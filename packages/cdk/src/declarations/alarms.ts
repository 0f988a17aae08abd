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
  {
    name: 'TrailFailed',
    log: 'api',
    pattern:
      '{ ($.outcome = "withdrawn") && (($.code = "DEPENDENCY_UNAVAILABLE") || ($.code = "INTERNAL")) }',
  },
];

/**
 * Sounds where CloudTrail's log group is named: a role or user of emergencies, or anybody else whom a trust policy let in,
 * went past the TVM. https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudwatch-alarms-for-cloudtrail.html
 */
export const emergencyRoleUsed: Alarm = {
  name: 'emergency-role-used',
  description:
    'Somebody took a protected role past the server, as emergency roles and users may. CloudTrail says who; ask them, and close it behind them.',
  namespace: 'Sentinel',
  metric: 'EmergencyRoleUsed',
  dimensions: {},
  statistic: 'Sum',
  threshold: 1,
  periodSeconds: 60,
  periods: 1,
};

/**
 * CloudTrail's events of taking a protected role other than by the API, so that no list of emergency roles can be
 * forgotten here. A call across accounts is two events. The one of the role's account names of its caller the account
 * alone, so there one from `hubAccountId` is left to the hub's own event, which tells the API from others; one from any
 * other account counts, for that account's own event may be in nobody's trail. Who switches roles in the console leaves
 * another event. https://docs.aws.amazon.com/IAM/latest/UserGuide/cloudtrail-integration.html
 */
export function emergencyRolePattern(apiRoleArn: string, hubAccountId: string): string {
  const issuer = '$.userIdentity.sessionContext.sessionIssuer.arn';
  const assumed = [
    '($.eventSource = "sts.amazonaws.com")',
    '($.requestParameters.roleArn = "*:role/SentinelProtected-*")',
    '($.errorCode NOT EXISTS)',
    `(($.userIdentity.type != "AWSAccount") || ($.userIdentity.accountId != "${hubAccountId}"))`,
    `((${issuer} NOT EXISTS) || (${issuer} != "${apiRoleArn}"))`,
  ].join(' && ');
  const switched =
    '($.eventName = "SwitchRole") && ($.userIdentity.arn = "*:assumed-role/SentinelProtected-*")';
  return `{ (${assumed}) || (${switched}) }`;
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

const turnedAway = (name: string) => ({
  description: `Lambda turned away calls of the ${name} function: the account's concurrency is used up.`,
  ...fiveMinutes,
});

/** Schedule and stream may call at once, of which one waits and is tried again: that is no alarm. */
const oneAtATime = {
  description:
    'Lambda turned away calls of the revoker function for fifteen minutes on end: it hangs, its reserved concurrency was taken away, or revocations come faster than it works.',
  periodSeconds: 300,
  periods: 3,
} as const;

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
    name: 'trail-failed',
    description:
      'The line of a record was not written, or something failed after credentials were issued: the key was not registered, blocks could not be read again, or it took so long that a revocation may have missed it. Nothing was handed out. Read standard error of the api function, and the records with outcome `withdrawn`.',
    ...ownMetric('TrailFailed'),
    threshold: 1,
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
      ...ofFunction('Throttles', name),
      threshold: 1,
      ...(name === 'revoker' ? oneAtATime : turnedAway(name)),
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

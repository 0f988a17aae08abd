import { Stack } from 'aws-cdk-lib';
import { CfnDashboard } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import type { FunctionName } from '../declarations/rights.ts';
import type { Settings } from './props.ts';

/** What the dashboard shows, by its name in CloudWatch. */
export type Shown = {
  readonly apiId: string;
  readonly alarmArns: readonly string[];
  readonly functionNames: readonly FunctionName[];
  /** Those that read the stream. */
  readonly streamNames: readonly FunctionName[];
  readonly recordsLogGroupName: string;
};

/** One page with what an operator looks at first. */
export function makeDashboard(scope: Construct, settings: Settings, shown: Shown): CfnDashboard {
  const { region } = Stack.of(scope);
  const widgets = widgetsOf(settings, shown).map(({ type, ...properties }, index) => ({
    type,
    properties: { ...properties, ...(type !== 'alarm' && { region }) },
    x: 12 * (index % 2),
    y: 6 * Math.floor(index / 2),
    width: 12,
    height: 6,
  }));
  return new CfnDashboard(scope, 'Dashboard', {
    dashboardName: settings.name,
    dashboardBody: Stack.of(scope).toJsonString({ widgets }),
  });
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html */
function widgetsOf({ name, tableName }: Settings, shown: Shown) {
  const { apiId, functionNames, streamNames } = shown;
  return [
    { type: 'alarm', title: 'Alarms', alarms: shown.alarmArns },
    {
      ...sum('Decisions by outcome'),
      stacked: true,
      metrics: ['allow', 'deny', 'error', 'withdrawn'].map((outcome) => [
        'Sentinel',
        'Decisions',
        'outcome',
        outcome,
      ]),
    },
    {
      type: 'metric',
      title: 'Milliseconds of allowed calls',
      period: 300,
      metrics: ['p50', 'p90', 'p99'].map((stat) => [
        'Sentinel',
        'Latency',
        'outcome',
        'allow',
        { stat, label: stat },
      ]),
    },
    {
      ...sum('The API'),
      metrics: ['Count', '4xx', '5xx'].map((metric) => ['AWS/ApiGateway', metric, 'ApiId', apiId]),
    },
    {
      ...sum('Functions: errors and throttles'),
      metrics: functionNames.flatMap((each) =>
        ['Errors', 'Throttles'].map((metric) => [
          'AWS/Lambda',
          metric,
          'FunctionName',
          `${name}-${each}`,
        ]),
      ),
    },
    {
      ...sum('Stream: milliseconds behind, and dead letters'),
      stat: 'Maximum',
      metrics: streamNames.flatMap((each) => [
        ['AWS/Lambda', 'IteratorAge', 'FunctionName', `${name}-${each}`],
        [
          'AWS/SQS',
          'ApproximateNumberOfMessagesVisible',
          'QueueName',
          `${name}-${each}-dead-letters`,
          { yAxis: 'right' },
        ],
      ]),
    },
    {
      ...sum('Table: throttles and errors'),
      metrics: ['ReadThrottleEvents', 'WriteThrottleEvents'].map((metric) => [
        'AWS/DynamoDB',
        metric,
        'TableName',
        tableName,
      ]),
    },
    {
      type: 'log',
      title: 'Latest refusals and errors',
      view: 'table',
      query: `SOURCE '${shown.recordsLogGroupName}' | fields time, outcome, code, event, subject, profile | filter outcome in ['deny', 'error', 'withdrawn'] | sort @timestamp desc | limit 50`,
    },
  ];
}

function sum(title: string) {
  return { type: 'metric', title, stat: 'Sum', period: 300 };
}

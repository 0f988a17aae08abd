import { Stack } from 'aws-cdk-lib';
import { CfnAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { CfnMetricFilter, type ILogGroup } from 'aws-cdk-lib/aws-logs';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import {
  type Alarm,
  alarms,
  emergencyRolePattern,
  emergencyRoleUsed,
  metricFilters,
} from '../declarations/alarms.ts';
import type { Settings } from './props.ts';

/** Makes every alarm that has something to watch, with the metrics that only log lines tell. */
export function makeAlarms(
  scope: Construct,
  settings: Settings,
  parts: {
    readonly records: ILogGroup;
    readonly topicArns: readonly string[];
    readonly apiRoleArn: string;
  },
): readonly CfnAlarm[] {
  for (const { name, pattern } of metricFilters) {
    metricFilter(scope, settings, { name, pattern, logGroupName: parts.records.logGroupName });
  }
  const { cloudtrailLogGroupName: logGroupName } = settings;
  const watchesEmergency = logGroupName !== undefined;
  if (watchesEmergency) {
    const pattern = emergencyRolePattern(parts.apiRoleArn, Stack.of(scope).account);
    metricFilter(scope, settings, { name: emergencyRoleUsed.metric, pattern, logGroupName });
  }
  return [...alarms, ...(watchesEmergency ? [emergencyRoleUsed] : [])]
    .filter(({ name }) => settings.authorizer !== undefined || !name.startsWith('authorizer-'))
    .map((alarm) => alarmOf(scope, settings.name, { alarm, topicArns: parts.topicArns }));
}

/** The topic `<name>-alarms`: alarms of this account publish to it, and nobody else by its policy. */
export function alarmTopic(scope: Construct, name: string, key: IKey): Topic {
  const topic = new Topic(scope, 'AlarmTopic', {
    topicName: `${name}-alarms`,
    masterKey: key,
    enforceSSL: true,
  });
  topic.addToResourcePolicy(
    new PolicyStatement({
      sid: 'Alarms',
      principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
      actions: ['sns:Publish'],
      resources: [topic.topicArn],
      conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(scope).account } },
    }),
  );
  return topic;
}

function metricFilter(
  scope: Construct,
  settings: Settings,
  filter: { readonly name: string; readonly pattern: string; readonly logGroupName: string },
): void {
  new CfnMetricFilter(scope, `${filter.name}-filter`, {
    filterName: `${settings.name}-${filter.name}`,
    filterPattern: filter.pattern,
    logGroupName: filter.logGroupName,
    metricTransformations: [
      { metricNamespace: 'Sentinel', metricName: filter.name, metricValue: '1', unit: 'Count' },
    ],
  });
}

function alarmOf(
  scope: Construct,
  name: string,
  { alarm, topicArns }: { readonly alarm: Alarm; readonly topicArns: readonly string[] },
): CfnAlarm {
  const { statistic } = alarm;
  return new CfnAlarm(scope, `${alarm.name}-alarm`, {
    alarmName: `${name}-${alarm.name}`,
    alarmDescription: alarm.description,
    namespace: alarm.namespace,
    metricName: alarm.metric,
    dimensions: Object.entries(alarm.dimensions).map(([key, value]) => ({
      name: key,
      value: value.replace('{name}', name),
    })),
    ...(statistic === 'p99' ? { extendedStatistic: statistic } : { statistic }),
    comparisonOperator: 'GreaterThanOrEqualToThreshold',
    threshold: alarm.threshold,
    period: alarm.periodSeconds,
    evaluationPeriods: alarm.periods,
    treatMissingData: 'notBreaching',
    alarmActions: [...topicArns],
    okActions: [...topicArns],
  });
}

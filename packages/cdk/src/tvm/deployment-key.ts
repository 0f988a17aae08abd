import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { type IKey, Key } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import type { Settings } from './props.ts';

/** The key of table, channels and alarm topic: the one that is given, or one of the deployment's own. */
export function deploymentKey(scope: Construct, settings: Settings): IKey {
  if (settings.kmsKeyArn !== undefined) return Key.fromKeyArn(scope, 'Key', settings.kmsKeyArn);
  const key = new Key(scope, 'Key', {
    alias: `alias/${settings.name}`,
    description: `Sentinel: table, channels and alarm topic of ${settings.name}`,
    enableKeyRotation: true,
    pendingWindow: Duration.days(settings.keyDeletionDays),
    removalPolicy: settings.deletionProtection
      ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE
      : RemovalPolicy.DESTROY,
  });
  if (settings.createAlarmTopic) admitAlarms(scope, key, settings.name);
  return key;
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html */
function admitAlarms(scope: Construct, key: Key, name: string): void {
  const { partition, region, account } = Stack.of(scope);
  key.addToResourcePolicy(
    new PolicyStatement({
      sid: 'Alarms',
      principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
      actions: ['kms:Decrypt', 'kms:GenerateDataKey*'],
      resources: ['*'],
      conditions: {
        StringEquals: { 'aws:SourceAccount': account },
        ArnLike: {
          'aws:SourceArn': `arn:${partition}:cloudwatch:${region}:${account}:alarm:${name}-*`,
        },
      },
    }),
  );
}

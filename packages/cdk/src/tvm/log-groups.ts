import { RemovalPolicy } from 'aws-cdk-lib';
import { Key } from 'aws-cdk-lib/aws-kms';
import { CfnSubscriptionFilter, type ILogGroup, LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { Settings } from './props.ts';

/** Makes a log group, kept as long as the settings say, and archives it if they say so. */
export function logGroup(
  scope: Construct,
  { id, name }: { readonly id: string; readonly name: string },
  settings: Settings,
): ILogGroup {
  const { archive, logKmsKeyArn } = settings;
  const group = new LogGroup(scope, id, {
    logGroupName: name,
    retention: settings.logRetentionDays,
    removalPolicy: settings.deletionProtection
      ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE
      : RemovalPolicy.DESTROY,
    ...(logKmsKeyArn !== undefined && {
      encryptionKey: Key.fromKeyArn(scope, `${id}-key`, logKmsKeyArn),
    }),
  });
  if (archive !== undefined) {
    new CfnSubscriptionFilter(scope, `${id}-archive`, {
      filterName: `${settings.name}-archive`,
      logGroupName: group.logGroupName,
      filterPattern: '',
      destinationArn: archive.destinationArn,
      ...(archive.roleArn !== undefined && { roleArn: archive.roleArn }),
    });
  }
  return group;
}

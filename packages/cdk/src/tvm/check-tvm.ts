import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import {
  areDistinct,
  checkProps,
  fits,
  hasSome,
  holds,
  isWhole,
  type Rule,
  shapes,
} from '../check-props.ts';
import { type AuthorizerProps, type SentinelTvmProps, withDefaults } from './props.ts';

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
const logRetentions: readonly number[] = [
  30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/** Throws an error that names every wrong property. */
export function checkTvm(props: SentinelTvmProps): void {
  checkProps('SentinelTvm', [
    ...packageRules(props),
    ...nameRules(props),
    ...accountRules(props),
    ...limitRules(props),
    ...logRules(props),
    ...(props.authorizer === undefined ? [] : authorizerRules(props.authorizer)),
  ]);
}

function packageRules({ packagePath, packageSha256 }: SentinelTvmProps): readonly Rule[] {
  const isThere = packagePath.endsWith('.zip') && existsSync(packagePath);
  const isReleased =
    packageSha256 === undefined ||
    !isThere ||
    createHash('sha256').update(readFileSync(packagePath)).digest('hex') === packageSha256;
  return [
    holds(
      'packagePath',
      isThere,
      `is \`${packagePath}\`, expected a zip file that is there: the release's sentinel-tvm.zip`,
    ),
    fits('packageSha256', packageSha256, {
      pattern: /^[0-9a-f]{64}$/,
      expected: '64 lower-case hexadecimal digits',
    }),
    holds(
      'packageSha256',
      isReleased,
      'is not that of the zip: it is not the one that was released',
    ),
  ];
}

function nameRules(props: SentinelTvmProps): readonly Rule[] {
  const roleNames = Object.values(props.roleNames ?? {});
  return [
    fits('name', props.name, shapes.name),
    fits('tableName', props.tableName, shapes.tableName),
    fits('roleNames', roleNames, shapes.roleName),
    areDistinct('roleNames', Object.values(withDefaults(props).roleNames)),
    fits('roleNames', roleNames, {
      pattern: /^(?!sentinelprotected-)/i,
      expected: 'a name that does not begin as those of the roles that are vended',
    }),
    fits('permissionsBoundaryArn', props.permissionsBoundaryArn, shapes.policyArn),
    fits('parameterPrefix', props.parameterPrefix, shapes.parameterPrefix),
    fits('kmsKeyArn', props.kmsKeyArn, shapes.keyArn),
    fits('channelTopicArns', props.channelTopicArns, shapes.topicArn),
  ];
}

function accountRules(props: SentinelTvmProps): readonly Rule[] {
  return [
    hasSome(
      'protectedAccountIds',
      props.protectedAccountIds,
      'without an account with protected roles there is nothing to vend',
    ),
    fits('protectedAccountIds', props.protectedAccountIds, shapes.accountId),
    areDistinct('protectedAccountIds', props.protectedAccountIds),
    fits('callerAccountIds', props.callerAccountIds, shapes.accountId),
    fits('revokerRoleName', props.revokerRoleName, shapes.pathAndName),
    fits('revocationPolicyName', props.revocationPolicyName, shapes.pathAndName),
  ];
}

function limitRules(props: SentinelTvmProps): readonly Rule[] {
  return [
    isWhole('policyCacheSeconds', props.policyCacheSeconds, [0, 300]),
    isWhole('retentionDays', props.retentionDays, [70, 3650]),
    isWhole('sessionHours', props.sessionHours, [1, 168]),
    isWhole('sessionVends', props.sessionVends, [1, 10_000]),
    isWhole('keyDeletionDays', props.keyDeletionDays, [7, 30]),
    isWhole('throttleRate', props.throttleRate, [1, 10_000]),
    isWhole('throttleBurst', props.throttleBurst, [1, 5000]),
  ];
}

function logRules(props: SentinelTvmProps): readonly Rule[] {
  const { archive, logRetentionDays: days = 400 } = props;
  const isDestination = archive === undefined || archive.destinationArn.includes(':destination:');
  return [
    holds(
      'logRetentionDays',
      logRetentions.includes(days),
      `is \`${days}\`, expected what CloudWatch Logs knows: ${logRetentions.join(', ')}`,
    ),
    fits('logKmsKeyArn', props.logKmsKeyArn, shapes.keyArn),
    fits('archive.destinationArn', archive?.destinationArn, {
      pattern:
        /^arn:[a-z-]+:(logs:[a-z0-9-]+:\d{12}:destination:|firehose:[a-z0-9-]+:\d{12}:deliverystream\/|kinesis:[a-z0-9-]+:\d{12}:stream\/).+$/,
      expected: 'the ARN of a CloudWatch Logs destination, a Firehose or a Kinesis stream',
    }),
    fits('archive.roleArn', archive?.roleArn, shapes.roleArn),
    holds(
      'archive.roleArn',
      isDestination || archive?.roleArn !== undefined,
      'is missing: a stream as archive needs the role by which CloudWatch Logs may write to it',
    ),
    fits('alarmTopicArns', props.alarmTopicArns, shapes.topicArn),
    fits('cloudtrailLogGroupName', props.cloudtrailLogGroupName, {
      pattern: /^[\w./#-]{1,512}$/,
      expected: "a log group's name, not its ARN",
    }),
  ];
}

function authorizerRules({ audiences, apiIds, stsRegions }: AuthorizerProps): readonly Rule[] {
  return [
    hasSome('authorizer.audiences', audiences, 'a token is for one audience'),
    fits('authorizer.audiences', audiences, {
      pattern:
        /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/,
      expected: 'a host in lower case, without scheme, port or path',
    }),
    hasSome('authorizer.apiIds', apiIds, 'nobody could ask it'),
    fits('authorizer.apiIds', apiIds, shapes.apiId),
    fits('authorizer.stsRegions', stsRegions, {
      pattern: /^[a-z]{2,4}(-[a-z]{2,12}){1,2}-\d{1,2}$/,
      expected: 'a Region such as `eu-west-1`',
    }),
  ];
}

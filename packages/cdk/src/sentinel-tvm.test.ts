import { authorizerSettings } from '@sentinel/tvm/authorizer/settings';
import { notifierSettings } from '@sentinel/tvm/notifier/settings';
import { type Environment, readSettings, type Settings } from '@sentinel/tvm/read-settings';
import { revokerSettings } from '@sentinel/tvm/revoker/settings';
import { settings } from '@sentinel/tvm/settings';
import { expect, test } from 'vitest';
import { describeWithCdk } from '../testing/describe-with-cdk.ts';
import { routeKeys } from './declarations/routes.ts';

describeWithCdk('the server as a construct', async () => {
  const { Match } = await import('aws-cdk-lib/assertions');
  const { Role, ServicePrincipal } = await import('aws-cdk-lib/aws-iam');
  const { allProps, leastProps, propertiesOf, synthesise } = await import(
    '../testing/a-template.ts'
  );
  const { SentinelTvm } = await import('./sentinel-tvm.ts');
  const make = (props: ConstructorParameters<typeof SentinelTvm>[2]) =>
    synthesise((stack) => new SentinelTvm(stack, 'Sentinel', props));
  const least = make(leastProps());
  const all = make(allProps());

  test.each<[string, Settings]>([
    ['sentinel-api', settings],
    ['sentinel-authorizer', authorizerSettings],
    ['sentinel-revoker', revokerSettings],
    ['sentinel-notifier', notifierSettings],
  ])('gives %s every setting that it reads, and none that it does not', (name, declared) => {
    const made = propertiesOf(all.template, 'AWS::Lambda::Function').find(
      (one) => one['FunctionName'] === name,
    );

    const { Variables: variables } = Object.assign({ Variables: {} }, made?.['Environment']);

    const given: Environment = { ...variables, AWS_REGION: 'eu-west-1' };
    expect(Object.keys(given).sort()).toEqual(Object.keys(declared).sort());
    const atDeployment = { ...given, ...('SENTINEL_API_ID' in given && { SENTINEL_API_ID: 'a1' }) };
    expect(() => readSettings(declared, atDeployment)).not.toThrow();
  });

  test('runs functions out of the zip, on arm64, with lines of text and a log of their own', () => {
    const functions = propertiesOf(least.template, 'AWS::Lambda::Function');

    expect(functions.map((one) => one['FunctionName'])).toEqual([
      'sentinel-api',
      'sentinel-revoker',
      'sentinel-notifier',
    ]);
    for (const one of functions) {
      expect(one).toMatchObject({
        Runtime: 'nodejs24.x',
        Architectures: ['arm64'],
        Code: { S3Key: expect.stringMatching(/\.zip$/) },
        LoggingConfig: { LogFormat: 'Text' },
      });
    }
    least.template.allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: 400 });
    expect(least.made.alarmNames.filter((name) => name.includes('authorizer'))).toEqual([]);
  });

  test('keeps the table, its key, roles and logs when the stack goes, unless told otherwise', () => {
    const kept = ['AWS::DynamoDB::Table', 'AWS::KMS::Key', 'AWS::IAM::Role', 'AWS::Logs::LogGroup'];
    const open = make({ ...leastProps(), deletionProtection: false });

    for (const type of kept) {
      least.template.allResources(type, {
        DeletionPolicy: 'RetainExceptOnCreate',
        UpdateReplacePolicy: 'Retain',
      });
      open.template.allResources(type, { DeletionPolicy: 'Delete' });
    }
    least.template.hasResourceProperties('AWS::DynamoDB::Table', {
      DeletionProtectionEnabled: true,
    });
    open.template.hasResourceProperties('AWS::DynamoDB::Table', {
      DeletionProtectionEnabled: false,
    });
  });

  test('has a table with its keys, stream, deletion by time, recovery and the key', () => {
    least.template.hasResourceProperties('AWS::DynamoDB::Table', {
      TableName: 'sentinel',
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      GlobalSecondaryIndexes: [
        Match.objectLike({ IndexName: 'by-owner', Projection: { ProjectionType: 'ALL' } }),
        Match.objectLike({ IndexName: 'by-time', Projection: { ProjectionType: 'ALL' } }),
      ],
      TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true },
      StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      SSESpecification: { SSEEnabled: true, SSEType: 'KMS' },
    });
  });

  test('wakes functions by the stream, halving what fails, and keeps what they cannot handle', () => {
    least.template.allResourcesProperties('AWS::Lambda::EventSourceMapping', {
      StartingPosition: 'TRIM_HORIZON',
      BisectBatchOnFunctionError: true,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      MaximumRetryAttempts: 20,
      DestinationConfig: Match.anyValue(),
      FilterCriteria: { Filters: [Match.anyValue(), Match.anyValue()] },
    });
    least.template.resourceCountIs('AWS::Lambda::EventSourceMapping', 2);
    least.template.allResourcesProperties('AWS::SQS::Queue', {
      MessageRetentionPeriod: 1_209_600,
      SqsManagedSseEnabled: true,
    });
    least.template.hasResourceProperties('AWS::Events::Rule', {
      ScheduleExpression: 'rate(5 minutes)',
    });
  });

  test('serves every route of the contract at one throttled stage with an access log', () => {
    const routes = propertiesOf(least.template, 'AWS::ApiGatewayV2::Route');

    expect(routes.map((route) => route['RouteKey'])).toEqual(routeKeys);
    least.template.resourceCountIs('AWS::ApiGatewayV2::Stage', 1);
    least.template.hasResourceProperties('AWS::ApiGatewayV2::Stage', {
      StageName: '$default',
      AutoDeploy: true,
      DefaultRouteSettings: { ThrottlingBurstLimit: 200, ThrottlingRateLimit: 100 },
      AccessLogSettings: { Format: Match.stringLikeRegexp('caller_arn') },
    });
    least.template.hasResourceProperties('AWS::ApiGatewayV2::Integration', {
      PayloadFormatVersion: '2.0',
    });
  });

  test('sounds alarms at the topics, of who passes the server by too where CloudTrail is told', () => {
    all.template.allResourcesProperties('AWS::CloudWatch::Alarm', {
      AlarmActions: Match.arrayWith(['arn:aws:sns:eu-west-1:111122223333:on-call']),
      TreatMissingData: 'notBreaching',
    });
    expect(all.made.alarmNames).toContain('sentinel-emergency-role-used');
    expect(least.made.alarmNames).not.toContain('sentinel-emergency-role-used');
    all.template.hasResourceProperties('AWS::Logs::MetricFilter', {
      LogGroupName: 'cloudtrail',
      FilterName: 'sentinel-EmergencyRoleUsed',
    });
    all.template.resourceCountIs('AWS::Logs::SubscriptionFilter', 5);
  });

  test('uses a key and a log key that are there, and makes none', () => {
    const kmsKeyArn = 'arn:aws:kms:eu-west-1:111122223333:key/00000000-0000-0000-0000-000000000000';
    const { template } = make({ ...leastProps(), kmsKeyArn, logKmsKeyArn: kmsKeyArn });

    template.resourceCountIs('AWS::KMS::Key', 0);
    template.hasResourceProperties('AWS::DynamoDB::Table', {
      SSESpecification: { KMSMasterKeyId: kmsKeyArn },
    });
    template.allResourcesProperties('AWS::Logs::LogGroup', { KmsKeyId: kmsKeyArn });
  });

  test('lets a principal that is granted call this API at its stage, and nothing else', () => {
    const { template } = synthesise((stack) => {
      const tvm = new SentinelTvm(stack, 'Sentinel', leastProps());
      const assumedBy = new ServicePrincipal('ec2.amazonaws.com');
      tvm.grantInvoke(new Role(stack, 'Client', { assumedBy }));
    });

    const [policy] = propertiesOf(template, 'AWS::IAM::Policy');

    expect(policy?.['PolicyDocument']).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: 'execute-api:Invoke',
          Resource: expect.stringMatching(
            /^arn:aws:execute-api:eu-west-1:111122223333:<\w+>\/\$default\/\*$/,
          ),
        },
      ],
    });
  });

  test.each<[string, Partial<ReturnType<typeof allProps>>, RegExp]>([
    ['a zip that is not there', { packagePath: 'none.zip' }, /`packagePath` is `none\.zip`/],
    ['another zip than released', { packageSha256: '0'.repeat(64) }, /not the one .* released/],
    ['a wrong hash', { packageSha256: 'ABC' }, /`packageSha256` is `ABC`, expected 64 lower-case/],
    ['no account', { protectedAccountIds: [] }, /`protectedAccountIds` is empty/],
    ['every account', { protectedAccountIds: ['*'] }, /`\*`, expected 12 digits/],
    ['a short account', { protectedAccountIds: ['1234'] }, /`1234`, expected 12 digits/],
    ['an account twice', { protectedAccountIds: ['444455556666', '444455556666'] }, /twice/],
    ['callers of every account', { callerAccountIds: ['*'] }, /`callerAccountIds` is `\*`/],
    ['a name in capitals', { name: 'Sentinel' }, /`name` is `Sentinel`/],
    ['a table name with a slash', { tableName: 'a/b' }, /`tableName` is `a\/b`/],
    ['a role with a path', { roleNames: { api: 'a/b' } }, /`roleNames` is `a\/b`/],
    ['one role for two', { roleNames: { api: 'sentinel-revoker' } }, /names .* twice/],
    ['a role that is vended', { roleNames: { api: 'SentinelProtected-x' } }, /does not begin/],
    ['a boundary by name', { permissionsBoundaryArn: 'x' }, /ARN of a managed policy/],
    ['a name with a comma', { revokerRoleName: 'a,b' }, /`revokerRoleName` is `a,b`/],
    ['a slash first', { revocationPolicyName: '/a' }, /`revocationPolicyName` is `\/a`/],
    ['a prefix of AWS', { parameterPrefix: '/aws/x' }, /not below `\/aws` or `\/ssm`/],
    ['a long cache', { policyCacheSeconds: 301 }, /from 0 to 300/],
    ['too short a retention', { retentionDays: 69 }, /from 70 to 3650/],
    ['half an hour', { sessionHours: 0.5 }, /whole number from 1 to 168/],
    ['no vends', { sessionVends: 0 }, /from 1 to 10000/],
    ['an alias', { kmsKeyArn: 'alias/x' }, /not of an alias/],
    ['a key that goes at once', { keyDeletionDays: 1 }, /from 7 to 30/],
    ['no requests', { throttleRate: 0 }, /from 1 to 10000/],
    ['too many at once', { throttleBurst: 5001 }, /from 1 to 5000/],
    ['a retention of 7 days', { logRetentionDays: 7 }, /what CloudWatch Logs knows/],
    ['a log key by name', { logKmsKeyArn: 'x' }, /`logKmsKeyArn` is `x`/],
    ['an archive in S3', { archive: { destinationArn: 'arn:aws:s3:::x' } }, /Kinesis stream/],
    [
      'a stream without a role',
      { archive: { destinationArn: 'arn:aws:kinesis:eu-west-1:111122223333:stream/x' } },
      /`archive\.roleArn` is missing/,
    ],
    ['a topic by name', { alarmTopicArns: ['x'] }, /`alarmTopicArns` is `x`/],
    ['any topic', { channelTopicArns: ['arn:aws:sns:*:*:*'] }, /without a pattern/],
    ['no audience', { authorizer: { audiences: [], apiIds: ['a1'] } }, /audiences` is empty/],
    [
      'an audience with a scheme',
      { authorizer: { audiences: ['https://x'], apiIds: ['a1'] } },
      /without scheme/,
    ],
    ['no API', { authorizer: { audiences: ['x.com'], apiIds: [] } }, /apiIds` is empty/],
    [
      'a Region that is none',
      { authorizer: { audiences: ['x.com'], apiIds: ['a1'], stsRegions: ['europe'] } },
      /a Region such as/,
    ],
    ['a log group by ARN', { cloudtrailLogGroupName: 'arn:aws:logs:x' }, /not its ARN/],
    [
      'more accounts than fit',
      { protectedAccountIds: Array.from({ length: 400 }, (_, index) => `${100000000000 + index}`) },
      /larger than the 4 KB/,
    ],
  ])('refuses %s', (_, wrong, expected) => {
    expect(() => make({ ...leastProps(), ...wrong })).toThrow(expected);
  });

  test('names every wrong property at once, in one line', () => {
    const wrong = { ...leastProps(), name: 'S', protectedAccountIds: ['*'], sessionHours: 0 };

    expect(() => make(wrong)).toThrow(
      /^wrong SentinelTvm: `name` [^\n]*; `protectedAccountIds` [^\n]*; `sessionHours` [^\n]*$/,
    );
  });
});

import type { Alarm, Api, Deployment, Role, ServerFunction, Stream, Table } from './deployment.ts';
import { identify } from './identify.ts';
import { names, workload } from './names.ts';
import { isMembers, type Members, read } from './read.ts';
import { type Resource, resolveIntrinsics, type Template } from './resolve-intrinsics.ts';
import { statementsOf } from './statements.ts';

/** What the app synthesises. */
export type Synthesised = {
  readonly hub: Template;
  readonly workload: Template;
  /** SCPs and the RCP, as documents. */
  readonly guardrails: Readonly<Record<string, Members>>;
};

type Find = (type: string) => readonly Members[];

/** What templates deploy. Throws where a member is not what it is in CloudFormation. */
export function fromCdk(made: Synthesised): Deployment {
  const resources = [...resolved(made.hub, names.accountId), ...resolved(made.workload, workload)];
  const find: Find = (type) =>
    resources.filter((each) => each.Type === type).map(({ Properties = {} }) => Properties);
  return {
    functions: byName(find('AWS::Lambda::Function'), 'FunctionName', functionOf),
    invokers: invokersOf(find),
    roles: byName(find('AWS::IAM::Role'), 'RoleName', roleOf),
    managedPolicies: byName(find('AWS::IAM::ManagedPolicy'), 'ManagedPolicyName', (policy) =>
      statementsOf(read.members(policy, 'PolicyDocument')),
    ),
    streams: Object.fromEntries(
      find('AWS::Lambda::EventSourceMapping').map((mapping) => [
        ownName(read.text(mapping, 'FunctionName')),
        streamOf(mapping),
      ]),
    ),
    schedules: Object.fromEntries(
      find('AWS::Events::Rule').map((rule) => [
        ownName(read.text(rule, 'Name')),
        read.text(rule, 'ScheduleExpression'),
      ]),
    ),
    table: tableOf(only(find('AWS::DynamoDB::Table'))),
    api: apiOf(find),
    alarms: byName(find('AWS::CloudWatch::Alarm'), 'AlarmName', alarmOf),
    metricFilters: byName(find('AWS::Logs::MetricFilter'), 'FilterName', (filter) => ({
      logGroup: read.text(filter, 'LogGroupName'),
      pattern: read.text(filter, 'FilterPattern'),
      metric: metricOf(read.block(filter, 'MetricTransformations')),
    })),
    logRetention: byName(find('AWS::Logs::LogGroup'), 'LogGroupName', (group) =>
      read.number(group, 'RetentionInDays'),
    ),
    deadLetters: byName(find('AWS::SQS::Queue'), 'QueueName', (queue) =>
      read.number(queue, 'MessageRetentionPeriod'),
    ),
    resourcePolicies: resourcePoliciesOf(find),
    guardrails: Object.fromEntries(
      Object.entries(made.guardrails).map(([name, policy]) => [name, statementsOf(policy)]),
    ),
  };
}

function resolved(template: Template, accountId: string): readonly Resource[] {
  const parameters = {
    'AWS::AccountId': accountId,
    'AWS::Partition': names.partition,
    'AWS::Region': names.region,
    'AWS::URLSuffix': 'amazonaws.com',
  };
  return Object.values(resolveIntrinsics(template, { parameters, identify: identify(accountId) }));
}

function functionOf(made: Members): ServerFunction {
  const logging = read.members(made, 'LoggingConfig');
  const concurrency = made['ReservedConcurrentExecutions'];
  return {
    handler: read.text(made, 'Handler'),
    description: read.text(made, 'Description'),
    memoryMb: read.number(made, 'MemorySize'),
    timeoutSeconds: read.number(made, 'Timeout'),
    concurrency: concurrency === undefined ? null : Number(concurrency),
    runtime: read.text(made, 'Runtime'),
    architectures: read.texts(made, 'Architectures'),
    environment: texts(read.members(read.members(made, 'Environment'), 'Variables')),
    logFormat: read.text(logging, 'LogFormat'),
    logGroup: read.text(logging, 'LogGroup'),
  };
}

function invokersOf(find: Find): Deployment['invokers'] {
  const permissions = find('AWS::Lambda::Permission');
  const nameOf = (each: Members) => read.text(each, 'FunctionName').split(':').at(-1) ?? '';
  return Object.fromEntries(
    Object.entries(Object.groupBy(permissions, nameOf)).map(([name, own = []]) => [
      name,
      own.map((each) => ({
        action: read.text(each, 'Action'),
        principal: read.text(each, 'Principal'),
        sourceArn: read.text(each, 'SourceArn'),
      })),
    ]),
  );
}

function roleOf(role: Members): Role {
  return {
    trust: statementsOf(read.members(role, 'AssumeRolePolicyDocument')),
    policies: byName(read.list(role, 'Policies'), 'PolicyName', (policy) =>
      statementsOf(read.members(policy, 'PolicyDocument')),
    ),
    managedPolicyArns: read.texts(role, 'ManagedPolicyArns').toSorted(),
    // https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-role.html
    maxSessionSeconds: read.number({ MaxSessionDuration: 3600, ...role }, 'MaxSessionDuration'),
  };
}

function streamOf(mapping: Members): Stream {
  return {
    batchSize: read.number(mapping, 'BatchSize'),
    retries: read.number(mapping, 'MaximumRetryAttempts'),
    parallel: read.number({ ParallelizationFactor: 1, ...mapping }, 'ParallelizationFactor'),
    filters: read
      .list(read.members(mapping, 'FilterCriteria'), 'Filters')
      .map((each) => JSON.stringify(read.json(each, 'Pattern'))),
    bisects: read.flag(mapping, 'BisectBatchOnFunctionError'),
    reportsItems: read.texts(mapping, 'FunctionResponseTypes').includes('ReportBatchItemFailures'),
    startsAt: read.text(mapping, 'StartingPosition'),
  };
}

function tableOf(table: Members): Table {
  const stream = read.members(table, 'StreamSpecification');
  const ttl = read.members(table, 'TimeToLiveSpecification');
  return {
    name: read.text(table, 'TableName'),
    billing: read.text(table, 'BillingMode'),
    key: keysOf(table),
    attributes: Object.fromEntries(
      read
        .list(table, 'AttributeDefinitions')
        .map((each) => [read.text(each, 'AttributeName'), read.text(each, 'AttributeType')]),
    ),
    indexes: byName(read.list(table, 'GlobalSecondaryIndexes'), 'IndexName', (index) => [
      ...keysOf(index),
      read.text(read.members(index, 'Projection'), 'ProjectionType'),
    ]),
    stream: read.text(stream, 'StreamViewType'),
    ttl: read.flag(ttl, 'Enabled') ? read.text(ttl, 'AttributeName') : 'none',
    pointInTimeRecovery: read.flag(
      read.members(table, 'PointInTimeRecoverySpecification'),
      'PointInTimeRecoveryEnabled',
    ),
    deletionProtection: read.flag(table, 'DeletionProtectionEnabled'),
    keyArn: read.text(read.members(table, 'SSESpecification'), 'KMSMasterKeyId'),
  };
}

function keysOf(from: Members): readonly string[] {
  const schema = read.list(from, 'KeySchema');
  return ['HASH', 'RANGE'].flatMap((kind) =>
    schema
      .filter((each) => each['KeyType'] === kind)
      .map((each) => read.text(each, 'AttributeName')),
  );
}

function apiOf(find: Find): Api {
  const stage = only(find('AWS::ApiGatewayV2::Stage'));
  const throttling = read.members(stage, 'DefaultRouteSettings');
  return {
    routes: byName(find('AWS::ApiGatewayV2::Route'), 'RouteKey', (route) =>
      read.text(route, 'AuthorizationType'),
    ),
    payload: read.text(only(find('AWS::ApiGatewayV2::Integration')), 'PayloadFormatVersion'),
    stage: read.text(stage, 'StageName'),
    deploysItself: read.flag(stage, 'AutoDeploy'),
    throttleRate: read.number(throttling, 'ThrottlingRateLimit'),
    throttleBurst: read.number(throttling, 'ThrottlingBurstLimit'),
    accessLog: texts(read.json(read.members(stage, 'AccessLogSettings'), 'Format')),
  };
}

function alarmOf(alarm: Members): Alarm {
  return {
    description: read.text(alarm, 'AlarmDescription'),
    namespace: read.text(alarm, 'Namespace'),
    metric: read.text(alarm, 'MetricName'),
    dimensions: byName(read.list(alarm, 'Dimensions'), 'Name', (each) => read.text(each, 'Value')),
    statistic: String(alarm['Statistic'] ?? alarm['ExtendedStatistic']),
    comparison: read.text(alarm, 'ComparisonOperator'),
    threshold: read.number(alarm, 'Threshold'),
    periodSeconds: read.number(alarm, 'Period'),
    periods: read.number(alarm, 'EvaluationPeriods'),
    missing: read.text(alarm, 'TreatMissingData'),
  };
}

function metricOf(transformation: Members): string {
  return `${read.text(transformation, 'MetricNamespace')}/${read.text(transformation, 'MetricName')}`;
}

function resourcePoliciesOf(find: Find): Deployment['resourcePolicies'] {
  const queues = find('AWS::SQS::QueuePolicy').map((made) => {
    const [url = ''] = read.texts(made, 'Queues');
    const name = ownName(url.split('/').at(-1) ?? '').replace('-dead-letters', '');
    return [`queue ${name}`, read.members(made, 'PolicyDocument')] as const;
  });
  const topics = find('AWS::SNS::TopicPolicy').map(
    (made) => ['alarm topic', read.members(made, 'PolicyDocument')] as const,
  );
  const keys = find('AWS::KMS::Key').map(
    (made) => ['key', read.members(made, 'KeyPolicy')] as const,
  );
  return Object.fromEntries(
    [...queues, ...topics, ...keys].map(([name, policy]) => [name, statementsOf(policy)]),
  );
}

/** `api` of `sentinel-api`. */
function ownName(name: string): string {
  return name.slice(names.name.length + 1);
}

function byName<T>(
  made: readonly Members[],
  member: string,
  make: (each: Members) => T,
): Readonly<Record<string, T>> {
  return Object.fromEntries(made.map((each) => [read.text(each, member), make(each)]));
}

function only(made: readonly Members[]): Members {
  const [first, ...rest] = made;
  if (first === undefined || rest.length > 0) throw new Error('expected one resource of its type');
  return first;
}

function texts(members: Members): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(members)
      .filter(([, value]) => !isMembers(value))
      .map(([name, value]) => [name, String(value)]),
  );
}

import type { Alarm, Api, Deployment, Role, ServerFunction, Stream, Table } from './deployment.ts';
import { isMembers, type Members, read } from './read.ts';
import { statementsOf } from './statements.ts';

/** A plan as `terraform show -json` and `terraform test -json` write it. */
export type Plan = {
  readonly resource_changes: readonly {
    readonly address: string;
    readonly type: string;
    readonly name: string;
    readonly index?: string | number;
    readonly change: { readonly after: Members };
  }[];
  readonly output_changes: Members;
};

type Planned = { readonly address: string; readonly index: string; readonly after: Members };
type Find = (type: string) => readonly Planned[];

/** What a plan deploys. Throws where a member is not what it is in AWS's provider. */
export function fromTerraform(plan: Plan): Deployment {
  const find: Find = (type) =>
    plan.resource_changes
      .filter((each) => each.type === type)
      .map(({ address, index, change }) => ({
        address,
        index: String(index ?? ''),
        after: change.after,
      }));
  return {
    functions: byName(find('aws_lambda_function'), 'function_name', functionOf),
    invokers: invokersOf(find),
    roles: byName(find('aws_iam_role'), 'name', (after, address) => roleOf(find, after, address)),
    managedPolicies: byName(find('aws_iam_policy'), 'name', (after) =>
      statementsOf(read.json(after, 'policy')),
    ),
    streams: Object.fromEntries(
      find('aws_lambda_event_source_mapping').map(({ index, after }) => [index, streamOf(after)]),
    ),
    schedules: Object.fromEntries(
      find('aws_cloudwatch_event_rule').map(({ index, after }) => [
        index,
        read.text(after, 'schedule_expression'),
      ]),
    ),
    table: tableOf(only(find('aws_dynamodb_table'))),
    api: apiOf(find),
    alarms: byName(find('aws_cloudwatch_metric_alarm'), 'alarm_name', alarmOf),
    metricFilters: byName(find('aws_cloudwatch_log_metric_filter'), 'name', (after) => ({
      logGroup: read.text(after, 'log_group_name'),
      pattern: read.text(after, 'pattern'),
      metric: metricOf(read.block(after, 'metric_transformation')),
    })),
    logRetention: byName(find('aws_cloudwatch_log_group'), 'name', (after) =>
      read.number(after, 'retention_in_days'),
    ),
    deadLetters: byName(find('aws_sqs_queue'), 'name', (after) =>
      read.number(after, 'message_retention_seconds'),
    ),
    resourcePolicies: resourcePoliciesOf(find),
    guardrails: guardrailsOf(plan),
  };
}

function functionOf(after: Members): ServerFunction {
  const logging = read.block(after, 'logging_config');
  const concurrency = read.number(after, 'reserved_concurrent_executions');
  const variables = read.members(read.block(after, 'environment'), 'variables');
  return {
    handler: read.text(after, 'handler'),
    description: read.text(after, 'description'),
    memoryMb: read.number(after, 'memory_size'),
    timeoutSeconds: read.number(after, 'timeout'),
    concurrency: concurrency < 0 ? null : concurrency,
    runtime: read.text(after, 'runtime'),
    architectures: read.texts(after, 'architectures'),
    environment: texts(variables),
    logFormat: read.text(logging, 'log_format'),
    logGroup: read.text(logging, 'log_group'),
  };
}

function invokersOf(find: Find): Deployment['invokers'] {
  const permissions = find('aws_lambda_permission').map(({ after }) => after);
  return Object.fromEntries(
    Object.entries(Object.groupBy(permissions, (after) => read.text(after, 'function_name'))).map(
      ([name, own = []]) => [
        name,
        own.map((after) => ({
          action: read.text(after, 'action'),
          principal: read.text(after, 'principal'),
          // The plan does not know a rule's ARN, which its name makes.
          sourceArn: read.text(after, 'source_arn'),
        })),
      ],
    ),
  );
}

function roleOf(find: Find, after: Members, address: string): Role {
  const name = read.text(after, 'name');
  const isOwn = (each: Planned) => isBeside(each.address, address);
  const inline = find('aws_iam_role_policy').filter(isOwn);
  const attached = find('aws_iam_role_policy_attachment').filter(isOwn);
  return {
    trust: statementsOf(read.json(after, 'assume_role_policy')),
    policies: byName(inline, 'name', (policy) => statementsOf(read.json(policy, 'policy'))),
    managedPolicyArns: attached
      .filter((each) => read.text(each.after, 'role') === name)
      .map((each) => read.text(each.after, 'policy_arn'))
      .toSorted(),
    maxSessionSeconds: numberOr(3600, after['max_session_duration']),
  };
}

/** Whether a resource stands in the same module, and for the same key, as a role that it belongs to. */
function isBeside(address: string, role: string): boolean {
  const [module, instance] = [moduleOf(role), instanceOf(role)];
  return moduleOf(address) === module && (instance === '' || instanceOf(address) === instance);
}

function moduleOf(address: string): string {
  return /^((?:module\.[^.]+\.)*)/.exec(address)?.[1] ?? '';
}

function instanceOf(address: string): string {
  return /(\[.*\])$/.exec(address)?.[1] ?? '';
}

function streamOf(after: Members): Stream {
  return {
    batchSize: read.number(after, 'batch_size'),
    retries: read.number(after, 'maximum_retry_attempts'),
    parallel: numberOr(1, after['parallelization_factor']),
    filters: read
      .list(read.block(after, 'filter_criteria'), 'filter')
      .map((each) => JSON.stringify(read.json(each, 'pattern'))),
    bisects: read.flag(after, 'bisect_batch_on_function_error'),
    reportsItems: read.texts(after, 'function_response_types').includes('ReportBatchItemFailures'),
    startsAt: read.text(after, 'starting_position'),
  };
}

/** What is left out is AWS's own default. */
function numberOr(fallback: number, value: unknown): number {
  return value === undefined || value === null ? fallback : Number(value);
}

function tableOf(after: Members): Table {
  return {
    name: read.text(after, 'name'),
    billing: read.text(after, 'billing_mode'),
    key: [read.text(after, 'hash_key'), read.text(after, 'range_key')],
    attributes: Object.fromEntries(
      read
        .list(after, 'attribute')
        .map((each) => [read.text(each, 'name'), read.text(each, 'type')]),
    ),
    indexes: Object.fromEntries(
      read
        .list(after, 'global_secondary_index')
        .map((each) => [
          read.text(each, 'name'),
          [
            read.text(each, 'hash_key'),
            read.text(each, 'range_key'),
            read.text(each, 'projection_type'),
          ],
        ]),
    ),
    stream: read.flag(after, 'stream_enabled') ? read.text(after, 'stream_view_type') : 'none',
    ttl: read.text(read.block(after, 'ttl'), 'attribute_name'),
    pointInTimeRecovery: read.flag(read.block(after, 'point_in_time_recovery'), 'enabled'),
    deletionProtection: read.flag(after, 'deletion_protection_enabled'),
    keyArn: read.text(read.block(after, 'server_side_encryption'), 'kms_key_arn'),
  };
}

function apiOf(find: Find): Api {
  const stage = only(find('aws_apigatewayv2_stage'));
  const throttling = read.block(stage, 'default_route_settings');
  return {
    routes: byName(find('aws_apigatewayv2_route'), 'route_key', (after) =>
      read.text(after, 'authorization_type'),
    ),
    payload: read.text(only(find('aws_apigatewayv2_integration')), 'payload_format_version'),
    stage: read.text(stage, 'name'),
    deploysItself: read.flag(stage, 'auto_deploy'),
    throttleRate: read.number(throttling, 'throttling_rate_limit'),
    throttleBurst: read.number(throttling, 'throttling_burst_limit'),
    accessLog: texts(read.json(read.block(stage, 'access_log_settings'), 'format')),
  };
}

function alarmOf(after: Members): Alarm {
  return {
    description: read.text(after, 'alarm_description'),
    namespace: read.text(after, 'namespace'),
    metric: read.text(after, 'metric_name'),
    dimensions: isMembers(after['dimensions']) ? texts(after['dimensions']) : {},
    statistic: String(after['statistic'] ?? after['extended_statistic']),
    comparison: read.text(after, 'comparison_operator'),
    threshold: read.number(after, 'threshold'),
    periodSeconds: read.number(after, 'period'),
    periods: read.number(after, 'evaluation_periods'),
    missing: read.text(after, 'treat_missing_data'),
  };
}

function metricOf(transformation: Members): string {
  return `${read.text(transformation, 'namespace')}/${read.text(transformation, 'name')}`;
}

function resourcePoliciesOf(find: Find): Deployment['resourcePolicies'] {
  const queues = find('aws_sqs_queue').map(
    ({ index, after }) => [`queue ${index}`, read.json(after, 'policy')] as const,
  );
  const topic = find('aws_sns_topic_policy').map(
    ({ after }) => ['alarm topic', read.json(after, 'policy')] as const,
  );
  const key = find('aws_kms_key').map(({ after }) => ['key', read.json(after, 'policy')] as const);
  return Object.fromEntries(
    [...queues, ...topic, ...key].map(([name, policy]) => [name, statementsOf(policy)]),
  );
}

function guardrailsOf({ output_changes: outputs }: Plan): Deployment['guardrails'] {
  const documents = read.members(read.members(outputs, 'guardrails'), 'after');
  return Object.fromEntries(
    Object.keys(documents).map((name) => [name, statementsOf(read.json(documents, name))]),
  );
}

function byName<T>(
  planned: readonly Planned[],
  member: string,
  make: (after: Members, address: string) => T,
): Readonly<Record<string, T>> {
  return Object.fromEntries(
    planned.map(({ after, address }) => [read.text(after, member), make(after, address)]),
  );
}

function only(planned: readonly Planned[]): Members {
  const [first, ...rest] = planned;
  if (first === undefined || rest.length > 0) throw new Error('expected one resource of its type');
  return first.after;
}

function texts(members: Members): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(members).map(([name, value]) => [name, String(value)]));
}

import { Stack } from 'aws-cdk-lib';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { CfnPermission, type Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Names } from './declarations/names.ts';
import type { FunctionName } from './declarations/rights.ts';
import { alarmTopic, makeAlarms } from './tvm/alarms.ts';
import { checkTvm } from './tvm/check-tvm.ts';
import { makeDashboard } from './tvm/dashboard.ts';
import { deploymentKey } from './tvm/deployment-key.ts';
import { environmentsOf } from './tvm/environments.ts';
import { eventSources } from './tvm/event-sources.ts';
import { executionRole } from './tvm/execution-role.ts';
import { addRoutes, executionArn, httpApi } from './tvm/http-api.ts';
import { logGroup } from './tvm/log-groups.ts';
import { type SentinelTvmProps, type Settings, withDefaults } from './tvm/props.ts';
import { serverFunction } from './tvm/server-function.ts';
import { stateTable } from './tvm/state-table.ts';

/** What belongs to one function. */
type FunctionParts = {
  readonly handler: Lambda;
  readonly roleArn: string;
  readonly logGroup: ILogGroup;
  readonly deadLetters: IQueue | undefined;
};

/**
 * The server: its API, functions, execution roles, table, key, logs, alarms and dashboard. Belongs into an account of
 * its own, never the management account. Throws an error that names every wrong property.
 */
export class SentinelTvm extends Construct {
  /** What clients call: `SENTINEL_TVM_URL` of the command. */
  readonly apiUrl: string;
  /** ARN of the API's stage, for `execute-api:Invoke`: behind it stand `/METHOD/path`. */
  readonly apiExecutionArn: string;
  /** The one role that protected roles trust. */
  readonly apiRoleArn: string;
  /** The one role that `SentinelRevoker` trusts in each account. */
  readonly revokerRoleArn: string;
  readonly roleArns: Readonly<Partial<Record<FunctionName, string>>>;
  readonly functions: Readonly<Partial<Record<FunctionName, Lambda>>>;
  readonly logGroups: Readonly<Partial<Record<FunctionName | 'access', ILogGroup>>>;
  /** Queues of what could not be handled. */
  readonly deadLetterQueues: Readonly<Partial<Record<FunctionName, IQueue>>>;
  readonly api: HttpApi;
  readonly table: Table;
  /** KMS key of table, channels and alarm topic. */
  readonly key: IKey;
  readonly alarmNames: readonly string[];
  /** The topic that was made for alarms, if one was. */
  readonly alarmTopicArn: string | undefined;

  constructor(scope: Construct, id: string, props: SentinelTvmProps) {
    super(scope, id);
    checkTvm(props);
    const settings = withDefaults(props);

    this.key = deploymentKey(this, settings);
    this.table = stateTable(this, settings, this.key);
    const accessLog = { id: 'access-log', name: `/aws/apigateway/${settings.name}` };
    const access = logGroup(this, accessLog, settings);
    this.api = httpApi(this, settings, access);
    const make = (name: FunctionName) => this.#functionOf(name, settings);
    const api = make('api');
    const revoker = make('revoker');
    const notifier = make('notifier');
    const { authorizer } = settings;
    const parts = {
      api,
      revoker,
      notifier,
      ...(authorizer !== undefined && { authorizer: make('authorizer') }),
    };
    addRoutes(this, this.api, api.handler);
    if (parts.authorizer !== undefined) this.#admitApis(parts.authorizer.handler, settings);

    this.apiUrl = this.api.apiEndpoint;
    this.apiExecutionArn = executionArn(this, this.api.apiId);
    this.apiRoleArn = api.roleArn;
    this.revokerRoleArn = revoker.roleArn;
    this.roleArns = each(parts, ({ roleArn }) => roleArn);
    this.functions = each(parts, ({ handler }) => handler);
    this.logGroups = { ...each(parts, (part) => part.logGroup), access };
    this.deadLetterQueues = each(parts, ({ deadLetters }) => deadLetters);

    const topic = settings.createAlarmTopic ? alarmTopic(this, settings.name, this.key) : undefined;
    this.alarmTopicArn = topic?.topicArn;
    const own = topic === undefined ? [] : [topic.topicArn];
    const alarms = makeAlarms(this, settings, {
      records: api.logGroup,
      topicArns: [...settings.alarmTopicArns, ...own],
      apiRoleArn: this.apiRoleArn,
    });
    this.alarmNames = alarms.map(({ alarmName = '' }) => alarmName);
    makeDashboard(this, settings, {
      apiId: this.api.apiId,
      alarmArns: alarms.map(({ attrArn }) => attrArn),
      functionNames: namesOf(this.functions),
      streamNames: namesOf(this.deadLetterQueues),
      recordsLogGroupName: api.logGroup.logGroupName,
    });
  }

  /** Lets a principal of this account call every route of this API, and nothing more; policy says what it gets there. */
  grantInvoke(grantee: IGrantable): Grant {
    return Grant.addToPrincipal({
      grantee,
      actions: ['execute-api:Invoke'],
      resourceArns: [`${this.apiExecutionArn}/*`],
    });
  }

  #functionOf(name: FunctionName, settings: Settings): FunctionParts {
    const { account, region } = Stack.of(this);
    const role = executionRole(this, name, { settings, names: this.#names(settings) });
    const place = { accountId: account, region, apiId: this.api.apiId };
    const group = { id: `${name}-log`, name: `/aws/lambda/${settings.name}-${name}` };
    const records = logGroup(this, group, settings);
    const handler = serverFunction(this, name, {
      settings,
      environment: environmentsOf(settings, place)[name],
      role,
      logGroup: records,
    });
    const deadLetters = eventSources(this, name, { settings, handler, table: this.table });
    return { handler, roleArn: role.resource.attrArn, logGroup: records, deadLetters };
  }

  #names(settings: Settings): Names {
    const { partition, region, account } = Stack.of(this);
    return {
      partition,
      region,
      accountId: account,
      name: settings.name,
      tableName: settings.tableName,
      streamArn: this.table.tableStreamArn ?? '',
      keyArn: this.key.keyArn,
      parameterPrefix: settings.parameterPrefix,
      protectedAccountIds: settings.protectedAccountIds,
      revokerRoleArns: settings.protectedAccountIds.map(
        (id) => `arn:${partition}:iam::${id}:role/${settings.revokerRoleName}`,
      ),
      topicArns: settings.channelTopicArns,
    };
  }

  #admitApis(handler: Lambda, settings: Settings): void {
    const { partition, region, account } = Stack.of(this);
    for (const apiId of settings.authorizer?.apiIds ?? []) {
      new CfnPermission(this, `Api-${apiId}`, {
        action: 'lambda:InvokeFunction',
        functionName: handler.functionArn,
        principal: 'apigateway.amazonaws.com',
        sourceArn: `arn:${partition}:execute-api:${region}:${account}:${apiId}/authorizers/*`,
      });
    }
  }
}

function each<T>(
  parts: Readonly<Partial<Record<FunctionName, FunctionParts>>>,
  pick: (part: FunctionParts) => T | undefined,
): Readonly<Partial<Record<FunctionName, T>>> {
  const picked: Partial<Record<FunctionName, T>> = {};
  for (const name of namesOf(parts)) {
    const part = parts[name];
    const value = part && pick(part);
    if (value !== undefined) picked[name] = value;
  }
  return picked;
}

function namesOf(parts: Readonly<Partial<Record<FunctionName, unknown>>>): readonly FunctionName[] {
  const all: readonly FunctionName[] = ['api', 'authorizer', 'revoker', 'notifier'];
  return all.filter((name) => parts[name] !== undefined);
}

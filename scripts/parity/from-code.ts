import { routes } from '@sentinel/core/contract/index';
import {
  alarms,
  emergencyRolePattern,
  emergencyRoleUsed,
  metricFilters,
} from '@sentinel/tvm/infrastructure/alarms';
import { functions, type Source } from '@sentinel/tvm/infrastructure/functions';
import { rightsOf } from '@sentinel/tvm/infrastructure/rights';
import {
  accountRevokerRights,
  accountRevokerTrust,
  chainingRights,
  executionRoleArn,
  protectedRoleTrust,
} from '@sentinel/tvm/infrastructure/trust';
import { indexes, tableDefinition, ttlAttribute } from '@sentinel/tvm/table';
import type { Alarm, Deployment, MetricFilter, Statement, Table } from './deployment.ts';
import { emergency, names, workload } from './names.ts';
import { statementsOf } from './statements.ts';

/** What the code says of a deployment; the rest is for the tools to decide, alike. */
export type Declared = {
  readonly functions: Readonly<
    Record<
      string,
      {
        readonly handler: string;
        readonly description: string;
        readonly memoryMb: number;
        readonly timeoutSeconds: number;
        readonly concurrency: number | null;
        /** Names of the environment variables. */
        readonly settings: readonly string[];
      }
    >
  >;
  /** What each role may do, by its name. */
  readonly rights: Readonly<Record<string, readonly Statement[]>>;
  readonly trust: Readonly<Record<string, readonly Statement[]>>;
  readonly streams: Readonly<
    Record<
      string,
      {
        readonly filters: readonly string[];
        readonly batchSize: number;
        readonly retries: number;
        readonly parallel: number;
      }
    >
  >;
  readonly schedules: Readonly<Record<string, string>>;
  readonly table: Omit<Table, 'pointInTimeRecovery' | 'deletionProtection' | 'keyArn'>;
  /** Authorization by `METHOD /path`. */
  readonly routes: Readonly<Record<string, string>>;
  readonly alarms: Readonly<Record<string, Omit<Alarm, 'comparison' | 'missing'>>>;
  readonly metricFilters: Readonly<Record<string, MetricFilter>>;
};

/** What the code declares, for the names of the one deployment. */
export function fromCode(): Declared {
  return {
    functions: Object.fromEntries(
      functions.map(({ name, sources: _, settings, concurrency = null, ...declared }) => [
        `${names.name}-${name}`,
        {
          ...declared,
          concurrency,
          // Lambda sets it itself.
          settings: settings.filter((each) => each !== 'AWS_REGION'),
        },
      ]),
    ),
    rights: {
      ...Object.fromEntries(
        functions.map(({ name }) => [`${names.name}-${name}`, statementsOf(rightsOf(name, names))]),
      ),
      SentinelRevoker: statementsOf(
        accountRevokerRights(`arn:aws:iam::${workload}:policy/SentinelRevocations`),
      ),
      'SentinelProtected-Production': statementsOf(chainingRights([])),
      'SentinelProtected-Database': statementsOf(
        chainingRights([`arn:aws:iam::${workload}:role/app-deployer`]),
      ),
    },
    trust: trustOf(),
    streams: sourcesOf('stream', ({ filters, batchSize, retries, parallel }) => ({
      filters: filters.map((each) => JSON.stringify(each)),
      batchSize,
      retries,
      parallel,
    })),
    schedules: sourcesOf('schedule', ({ everyMinutes }) => `rate(${everyMinutes} minutes)`),
    table: table(),
    routes: Object.fromEntries(
      Object.values(routes).map(({ method, path }) => [`${method} ${path}`, 'AWS_IAM']),
    ),
    alarms: Object.fromEntries(
      [...alarms, emergencyRoleUsed].map(({ name, dimensions, ...alarm }) => [
        `${names.name}-${name}`,
        {
          ...alarm,
          dimensions: Object.fromEntries(
            Object.entries(dimensions).map(([key, value]) => [
              key,
              value.replace('{name}', names.name),
            ]),
          ),
        },
      ]),
    ),
    metricFilters: Object.fromEntries([
      ...metricFilters.map(
        ({ name, log, pattern }) =>
          [
            `${names.name}-${name}`,
            {
              logGroup: `/aws/lambda/${names.name}-${log}`,
              pattern,
              metric: `Sentinel/${name}`,
            },
          ] as const,
      ),
      [
        `${names.name}-${emergencyRoleUsed.metric}`,
        {
          logGroup: 'cloudtrail',
          pattern: emergencyRolePattern(executionRoleArn(names, 'api'), names.accountId),
          metric: `Sentinel/${emergencyRoleUsed.metric}`,
        },
      ],
    ]),
  };
}

/** Of what a tool deploys, what the code declares too. */
export function declaredPart(deployed: Deployment): Declared {
  const { pointInTimeRecovery: _p, deletionProtection: _d, keyArn: _k, ...own } = deployed.table;
  return {
    functions: mapped(deployed.functions, (each) => ({
      handler: each.handler,
      description: each.description,
      memoryMb: each.memoryMb,
      timeoutSeconds: each.timeoutSeconds,
      concurrency: each.concurrency,
      settings: Object.keys(each.environment),
    })),
    rights: Object.fromEntries(
      Object.entries(deployed.roles).map(([name, { policies }]) => [
        name,
        Object.values(policies).flat(),
      ]),
    ),
    trust: mapped(deployed.roles, ({ trust }) => trust),
    streams: mapped(deployed.streams, ({ filters, batchSize, retries, parallel }) => ({
      filters,
      batchSize,
      retries,
      parallel,
    })),
    schedules: deployed.schedules,
    table: own,
    routes: deployed.api.routes,
    alarms: mapped(deployed.alarms, ({ comparison: _c, missing: _m, ...alarm }) => alarm),
    metricFilters: deployed.metricFilters,
  };
}

function trustOf(): Declared['trust'] {
  const apiRoleArn = executionRoleArn(names, 'api');
  const service = {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: 'lambda.amazonaws.com' },
        Action: 'sts:AssumeRole',
      },
    ],
  };
  const database = {
    apiRoleArn,
    profiles: ['database', 'database-admin'],
    sourceIdentities: ['sentinel.approved.*', 'sentinel.breakglass.*'],
  };
  const production = {
    apiRoleArn,
    profiles: ['production'],
    ...emergency,
  };
  return {
    ...Object.fromEntries(
      functions.map(({ name }) => [`${names.name}-${name}`, statementsOf(service)]),
    ),
    SentinelRevoker: statementsOf(accountRevokerTrust(executionRoleArn(names, 'revoker'))),
    'SentinelProtected-Production': statementsOf(protectedRoleTrust(production)),
    'SentinelProtected-Database': statementsOf(protectedRoleTrust(database)),
  };
}

function sourcesOf<K extends Source['kind'], T>(
  kind: K,
  make: (source: Extract<Source, { readonly kind: K }>) => T,
): Readonly<Record<string, T>> {
  const isOfKind = (source: Source): source is Extract<Source, { readonly kind: K }> =>
    source.kind === kind;
  return Object.fromEntries(
    functions.flatMap(({ name, sources }) =>
      sources.filter(isOfKind).map((source) => [name, make(source)]),
    ),
  );
}

function table(): Declared['table'] {
  const definition = tableDefinition(names.tableName);
  return {
    name: definition.TableName,
    billing: definition.BillingMode,
    key: definition.KeySchema.map(({ AttributeName }) => AttributeName),
    attributes: Object.fromEntries(
      definition.AttributeDefinitions.map((each) => [each.AttributeName, each.AttributeType]),
    ),
    indexes: Object.fromEntries(
      Object.entries(indexes).map(([name, { pk, sk }]) => [name, [pk, sk, 'ALL']]),
    ),
    stream: definition.StreamSpecification.StreamViewType,
    ttl: ttlAttribute,
  };
}

function mapped<T, U>(
  from: Readonly<Record<string, T>>,
  make: (each: T) => U,
): Readonly<Record<string, U>> {
  return Object.fromEntries(Object.entries(from).map(([name, each]) => [name, make(each)]));
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { refreshAt } from '@sentinel/cli/agent/schedule';
import { settings } from '@sentinel/tvm/settings';

import { root } from '../run.ts';
import type { Use } from './counting-aws.ts';
import { type Measured, unitsOf } from './month.ts';

/** Something that is used up first at so many vends a second. */
export type Ceiling = {
  readonly what: string;
  readonly formula: string;
  /** Vends a second. */
  readonly perSecond: number;
  /** Whose vends together: everybody's, those of one profile, those of one subject. */
  readonly of: 'all' | 'all, as you set it' | 'one profile' | 'one subject';
  readonly lifts: string;
};

/** AWS's limits as listed, each a default of an account and Region unless it says otherwise. */
export const limits = {
  partitionWrites: 1000,
  partitionReads: 3000,
  newTableWrites: 4000,
  tableWrites: 40_000,
  sts: 600,
  ssm: 40,
  ssmHigh: 10_000,
  apiGateway: 10_000,
  lambdaConcurrency: 1000,
} as const;

/** Where the limits are listed. */
export const limitPages = [
  'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html',
  'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-design.html',
  'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html',
  'https://docs.aws.amazon.com/general/latest/gr/ssm.html',
  'https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html',
  'https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html',
] as const;

/** Every ceiling of renewals, which are most of a steady load, the lowest first. */
export function ceilingsOf({ works, durations }: Measured): readonly Ceiling[] {
  const { uses } = works.renewal;
  const writes = unitsOf(uses, 'write');
  const seconds = durations.renewal / 1000;
  const documents = works.first.calls.ssm;
  const cacheSeconds = Number(settings.SENTINEL_POLICY_CACHE_SECONDS.fallback);
  const all: readonly Ceiling[] = [
    ...partitionsOf(uses),
    {
      what: 'a new table, before it has seen more',
      formula: `${text(limits.newTableWrites)} write units a second / ${writes} a vend`,
      perSecond: limits.newTableWrites / writes,
      of: 'all',
      lifts: 'warm throughput, set in advance; traffic that grows for half an hour',
    },
    {
      what: "the table's quota",
      formula: `${text(limits.tableWrites)} write units a second / ${writes} a vend`,
      perSecond: limits.tableWrites / writes,
      of: 'all',
      lifts: 'a higher quota, on request',
    },
    {
      what: 'STS, AssumeRole',
      formula: `${limits.sts} a second / ${works.renewal.calls.sts} a vend`,
      perSecond: limits.sts / works.renewal.calls.sts,
      of: 'all',
      lifts: 'a higher quota, on request; another hub in another account',
    },
    {
      what: 'Parameter Store, reading documents again',
      formula: `${limits.ssm} a second x ${cacheSeconds} s of cache / ${documents} documents / ${seconds.toFixed(3)} s a vend`,
      perSecond: (limits.ssm * cacheSeconds) / documents / seconds,
      of: 'all',
      lifts: `the setting for higher throughput (${text(limits.ssmHigh)} a second); \`SENTINEL_POLICY_CACHE_SECONDS\``,
    },
    {
      what: 'Lambda, concurrency',
      formula: `${text(limits.lambdaConcurrency)} at once / ${seconds.toFixed(3)} s a vend`,
      perSecond: limits.lambdaConcurrency / seconds,
      of: 'all',
      lifts: 'a higher quota, on request; a young account has far less',
    },
    {
      what: 'the throttle that the modules set on the API',
      formula: `${throttleRate()} requests a second / 1 a vend`,
      perSecond: throttleRate(),
      of: 'all, as you set it',
      lifts: '`throttle_rate`',
    },
    {
      what: 'API Gateway',
      formula: `${text(limits.apiGateway)} requests a second / 1 a vend`,
      perSecond: limits.apiGateway,
      of: 'all',
      lifts: 'a higher quota, on request',
    },
  ];
  return all.toSorted((one, other) => one.perSecond - other.perSecond);
}

const throttle = /^variable "throttle_rate" \{[^}]*?default += (\d+)$/m;

/** Requests a second that the API takes where nobody sets anything else. */
function throttleRate(): number {
  const variables = join(root, 'terraform', 'modules', 'sentinel-tvm', 'variables.tf');
  const [, rate] = throttle.exec(readFileSync(variables, 'utf8')) ?? [];
  if (rate === undefined) throw new Error('`throttle_rate` has no default');
  return Number(rate);
}

/** Instances that may start within one second before Parameter Store turns calls away. */
export function coldStartsAtOnce({ works }: Measured): number {
  return Math.floor(limits.ssm / works.first.calls.ssm);
}

/** Seconds between two vends of a client that stays, with credentials of so many seconds. */
export function renewalSeconds(lifeSeconds: number): number {
  const life = { issuedAtMs: 0, expiresAtMs: lifeSeconds * 1000, minLeftMs: 0 };
  return refreshAt(life, 0.5) / 1000;
}

/** Whose vends meet in a partition, by its key; a key of a kind that is not known here stops the script. */
const shared: readonly {
  readonly place: Use['place'];
  readonly prefix: string;
  readonly name: string;
  readonly of: Ceiling['of'] | 'one vend';
}[] = [
  { place: 'by-time', prefix: 'session#', name: 'index `by-time`, all sessions', of: 'all' },
  { place: 'by-owner', prefix: 'session#', name: 'index `by-owner`, one owner', of: 'one subject' },
  { place: 'table', prefix: 'subject#', name: 'table, one subject', of: 'one subject' },
  { place: 'table', prefix: 'profile#', name: 'table, one profile', of: 'one profile' },
  { place: 'table', prefix: 'key#', name: 'table, one key', of: 'one vend' },
];

function partitionsOf(uses: readonly Use[]): readonly Ceiling[] {
  const groups = Map.groupBy(uses, ({ place, partition }) => `${place} ${partition}`);
  return [...groups.values()].flatMap((group): readonly Ceiling[] => {
    const [first] = group;
    const known = shared.find(
      ({ place, prefix }) => place === first?.place && first.partition.startsWith(prefix),
    );
    if (known === undefined) throw new Error(`nobody knows who shares ${JSON.stringify(first)}`);
    if (known.of === 'one vend') return [];
    const writes = unitsOf(group, 'write');
    const reads = unitsOf(group, 'read');
    const perSecond = Math.min(
      writes === 0 ? Number.POSITIVE_INFINITY : limits.partitionWrites / writes,
      reads === 0 ? Number.POSITIVE_INFINITY : limits.partitionReads / reads,
    );
    const isWrites = writes > 0 && limits.partitionWrites / writes === perSecond;
    return [
      {
        what: `DynamoDB, ${known.name}`,
        formula: isWrites
          ? `${text(limits.partitionWrites)} write units a second / ${writes} a vend`
          : `${text(limits.partitionReads)} read units a second / ${reads} a vend`,
        perSecond,
        of: known.of,
        lifts: liftOf(known.of),
      },
    ];
  });
}

function liftOf(of: Ceiling['of']): string {
  switch (of) {
    case 'all':
    case 'all, as you set it':
      return 'nothing that is sure: see above';
    case 'one profile':
      return 'several profiles of one role';
    case 'one subject':
      return 'nothing; a rate limit, 60 a minute if the directory says nothing else, stands below';
  }
}

function text(count: number): string {
  return count.toLocaleString('en-US');
}

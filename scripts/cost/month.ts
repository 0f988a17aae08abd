import { vendMetricLine } from '@sentinel/core/audit/metric';
import { blankRecord, type DecisionRecord } from '@sentinel/core/audit/record';
import { alarms } from '@sentinel/tvm/infrastructure/alarms';
import { functions } from '@sentinel/tvm/infrastructure/functions';
import { settings } from '@sentinel/tvm/settings';
import { assumed } from './assumed.ts';
import type { Work, Works } from './count-work.ts';
import type { Durations } from './durations.ts';
import { storedOverhead } from './item-size.ts';
import { costOf, type PriceName } from './prices.ts';

/** One part of a month's bill. */
export type Part = {
  readonly name: string;
  readonly price: PriceName;
  /** Units in the month. */
  readonly units: number;
  /** What makes it less. */
  readonly lowers: string;
};

/** How long items and lines are kept, in months. */
export const retentionMonths = Number(settings.SENTINEL_RETENTION_DAYS.fallback) / (365 / 12);

const gigabyte = 1e9;

/** Every part of the bill of a month with so many vends, when the table holds as much as it ever will. */
export function partsOf(vends: number, { works, durations }: Measured): readonly Part[] {
  const counts = countsOf(vends);
  const sum = (of: (work: Work) => number) =>
    counts.opening * of(works.opening) +
    counts.renewal * of(works.renewal) +
    counts.ending * of(works.ending) +
    counts.cold * (of(works.first) - of(works.opening));
  const requests = counts.opening + counts.renewal + counts.ending;
  const api = memoryGb('api');
  const runs = scheduledRuns();
  const stored = sum(({ newBytes }) => newBytes.table) * retentionMonths;
  const storedItems = sum(({ newBytes }) => newBytes.items) * retentionMonths;
  const inIndexes = sum(({ newBytes }) => newBytes.indexes) * retentionMonths;
  const logged =
    sum(({ lineBytes, lines }) => lineBytes + lines.length * logOverhead) +
    requests * (assumed.platformBytes.value + assumed.accessLogBytes.value);
  const billedMs =
    counts.opening * durations.opening +
    counts.renewal * durations.renewal +
    counts.ending * durations.ending +
    counts.cold * (durations.first - durations.opening + assumed.initMs.value);
  return [
    {
      name: 'DynamoDB, writes',
      price: 'write',
      units: sum(({ uses }) => unitsOf(uses, 'write')),
      lowers: 'longer-lived credentials; sessions below 1 KB; an index that holds fewer attributes',
    },
    {
      name: 'DynamoDB, reads',
      price: 'read',
      units: sum(({ uses }) => unitsOf(uses, 'read')),
      lowers: 'longer-lived credentials',
    },
    {
      name: 'DynamoDB, storage',
      price: 'tableStorage',
      units: (stored + inIndexes + storedItems * storedOverhead) / gigabyte,
      lowers: '`SENTINEL_RETENTION_DAYS`; the infrequent-access table class',
    },
    {
      name: 'DynamoDB, point-in-time recovery',
      price: 'recovery',
      units: stored / gigabyte,
      lowers: '`SENTINEL_RETENTION_DAYS`',
    },
    {
      name: 'Lambda, time',
      price: 'lambdaTime',
      units:
        (billedMs / 1000) * api + runs * (assumed.revokerMs.value / 1000) * memoryGb('revoker'),
      lowers: 'less memory: most of a vend is waiting; a compute savings plan',
    },
    {
      name: 'Lambda, calls',
      price: 'lambdaCall',
      units: requests + runs,
      lowers: 'longer-lived credentials',
    },
    {
      name: 'API Gateway',
      price: 'apiCall',
      units: requests,
      lowers:
        'longer-lived credentials; a Function URL costs nothing, and has no routes or throttling',
    },
    {
      name: 'Logs, taking them in',
      price: 'logIngest',
      units: logged / gigabyte,
      lowers: "a system log level of WARN, which leaves out Lambda's own lines; no access log",
    },
    {
      name: 'Logs, keeping them',
      price: 'logStorage',
      units: (logged * assumed.logCompression.value * retentionMonths) / gigabyte,
      lowers: 'an archive bucket, and a shorter retention of the log group',
    },
    {
      name: 'Answers to the internet',
      price: 'transfer',
      units:
        sum(
          ({ answerBytes, calls }) =>
            answerBytes + assumed.headerBytes.value + calls.sts * assumed.tokenBytes.value,
        ) / gigabyte,
      lowers: 'longer-lived credentials',
    },
    {
      name: 'Metrics, at most',
      price: 'metric',
      units: metricCount(works.opening),
      lowers: 'billed by the hour in which they have data: most never have',
    },
    {
      name: 'Alarms',
      price: 'alarm',
      units: alarms.length,
      lowers: 'nothing that we advise',
    },
    { name: 'Dashboard', price: 'dashboard', units: 1, lowers: 'three are free in an account' },
    { name: 'KMS key', price: 'key', units: 1, lowers: 'sharing one' },
  ];
}

/** What is measured, from which all else follows. */
export type Measured = { readonly works: Works; readonly durations: Durations };

/** Dollars of a month. */
export function totalOf(parts: readonly Part[]): number {
  return parts.reduce((sum, { price, units }) => sum + costOf(price, units), 0);
}

/** Units of one kind in a call's uses. */
export function unitsOf(uses: Work['uses'], kind: 'read' | 'write'): number {
  return uses.filter((use) => use.kind === kind).reduce((sum, { units }) => sum + units, 0);
}

/** Bytes that CloudWatch Logs adds to each line. https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html */
const logOverhead = 26;

function countsOf(vends: number) {
  const opening = vends * assumed.openingShare.value;
  return {
    opening,
    renewal: vends - opening,
    ending: opening * assumed.endedShare.value,
    cold: vends * assumed.coldShare.value,
  };
}

function memoryGb(name: 'api' | 'revoker'): number {
  return (functions.find((each) => each.name === name)?.memoryMb ?? 0) / 1024;
}

function scheduledRuns(): number {
  const minutes = functions
    .flatMap(({ sources }) => sources)
    .flatMap((source) => (source.kind === 'schedule' ? [source.everyMinutes] : []));
  return minutes.reduce((sum, each) => sum + (365 * 24 * 60) / 12 / each, 0);
}

const outcomes = { allow: 1, deny: 1, error: 1, withdrawn: 1 } as const satisfies Readonly<
  Record<DecisionRecord['outcome'], 1>
>;
const vias = { direct: 1, approved: 1, auto: 1, breakglass: 1 } as const satisfies Readonly<
  Record<NonNullable<DecisionRecord['via']>, 1>
>;

/** Every metric that decisions can make, and those that alarms read besides. */
export function metricCount({ lines }: Work): number {
  const decision = lines.find((line) => 'seq' in JSON.parse(line));
  const record: DecisionRecord = { ...blankRecord, ...JSON.parse(decision ?? '{}') };
  const made = Object.keys(outcomes).flatMap((outcome) =>
    [...Object.keys(vias), null].flatMap((via) =>
      metricsIn(JSON.parse(vendMetricLine(record, 0)), { outcome, via: via ?? 'none' }),
    ),
  );
  const counters = alarms
    .filter(({ namespace, dimensions }) => namespace === 'Sentinel' && !('outcome' in dimensions))
    .map(({ metric }) => metric);
  return new Set([...made, ...counters]).size;
}

type Embedded = {
  readonly _aws: {
    readonly CloudWatchMetrics: readonly {
      readonly Dimensions: readonly (readonly string[])[];
      readonly Metrics: readonly { readonly Name: string }[];
    }[];
  };
};

function metricsIn(
  { _aws }: Embedded,
  values: Readonly<Record<string, string>>,
): readonly string[] {
  return _aws.CloudWatchMetrics.flatMap(({ Dimensions, Metrics }) =>
    Dimensions.flatMap((names) =>
      Metrics.map(({ Name }) => [Name, ...names.map((name) => `${name}=${values[name]}`)].join()),
    ),
  );
}

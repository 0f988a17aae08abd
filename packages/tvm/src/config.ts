import { SentinelError } from '@sentinel/core/errors';
import * as z from 'zod/mini';
import { type Setting, settings } from './settings.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

export type Config = {
  readonly table: string;
  readonly apiId: string;
  readonly stage: string;
  /** The server's own account: 12 digits. */
  readonly accountId: string;
  /** Accounts whose principals may call. */
  readonly callerAccounts: ReadonlySet<string>;
  /** Such as `/sentinel`. */
  readonly parameterPrefix: string;
  readonly policyCacheSeconds: number;
  readonly retentionDays: number;
  readonly sessionHours: number;
  readonly sessionVends: number;
  readonly region: string;
  /** Follows from the Region: `aws`, `aws-cn`, ... */
  readonly partition: string;
};

const schema = z.strictObject({
  SENTINEL_TABLE: settings.SENTINEL_TABLE.schema,
  SENTINEL_API_ID: settings.SENTINEL_API_ID.schema,
  SENTINEL_STAGE: settings.SENTINEL_STAGE.schema,
  SENTINEL_ACCOUNT_ID: settings.SENTINEL_ACCOUNT_ID.schema,
  SENTINEL_CALLER_ACCOUNTS: settings.SENTINEL_CALLER_ACCOUNTS.schema,
  SENTINEL_PARAMETER_PREFIX: settings.SENTINEL_PARAMETER_PREFIX.schema,
  SENTINEL_POLICY_CACHE_SECONDS: settings.SENTINEL_POLICY_CACHE_SECONDS.schema,
  SENTINEL_RETENTION_DAYS: settings.SENTINEL_RETENTION_DAYS.schema,
  SENTINEL_SESSION_HOURS: settings.SENTINEL_SESSION_HOURS.schema,
  SENTINEL_SESSION_VENDS: settings.SENTINEL_SESSION_VENDS.schema,
  AWS_REGION: settings.AWS_REGION.schema,
} satisfies Readonly<Record<keyof typeof settings, z.ZodMiniType>>);

const declared: ReadonlyMap<string, Setting> = new Map(Object.entries(settings));

/** Reads all settings. Throws `CONFIG_ERROR` that names every wrong, missing and unknown one; values are not told. */
export function readConfig(env: Environment = process.env): Config {
  const read = schema.safeParse(given(env));
  if (!read.success) {
    throw new SentinelError('CONFIG_ERROR', read.error.issues.map(sentence).join('; '));
  }
  const values = read.data;
  const callers = values.SENTINEL_CALLER_ACCOUNTS;
  return {
    table: values.SENTINEL_TABLE,
    apiId: values.SENTINEL_API_ID,
    stage: values.SENTINEL_STAGE,
    accountId: values.SENTINEL_ACCOUNT_ID,
    callerAccounts: new Set(callers.length === 0 ? [values.SENTINEL_ACCOUNT_ID] : callers),
    parameterPrefix: values.SENTINEL_PARAMETER_PREFIX,
    policyCacheSeconds: values.SENTINEL_POLICY_CACHE_SECONDS,
    retentionDays: values.SENTINEL_RETENTION_DAYS,
    sessionHours: values.SENTINEL_SESSION_HOURS,
    sessionVends: values.SENTINEL_SESSION_VENDS,
    region: values.AWS_REGION,
    partition: partitionOf(values.AWS_REGION),
  };
}

/** What is ours in the environment, in whatever case it is misspelt, over the fallbacks. */
function given(env: Environment): Environment {
  const fallbacks = [...declared].flatMap(([name, { fallback }]) =>
    fallback === undefined ? [] : [[name, fallback] as const],
  );
  const ours = Object.entries(env).filter(
    ([name, value]) => value !== undefined && (declared.has(name) || /^sentinel_/i.test(name)),
  );
  return Object.fromEntries([...fallbacks, ...ours]);
}

function sentence(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => `\`${key}\` is not a setting`).join('; ');
  }
  const name = String(issue.path[0]);
  return `\`${name}\` must be ${declared.get(name)?.expected}`;
}

/** By the beginnings of Regions; all others lie in `aws`. https://docs.aws.amazon.com/general/latest/gr/rande.html */
const partitions = [
  ['cn-', 'aws-cn'],
  ['us-gov-', 'aws-us-gov'],
  ['us-iso-', 'aws-iso'],
  ['us-isob-', 'aws-iso-b'],
  ['eu-isoe-', 'aws-iso-e'],
  ['us-isof-', 'aws-iso-f'],
  ['eusc-', 'aws-eusc'],
] as const;

function partitionOf(region: string): string {
  return partitions.find(([beginning]) => region.startsWith(beginning))?.[1] ?? 'aws';
}

import { SentinelError } from '@sentinel/core/errors';
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

type Settings = typeof settings;

/** What each setting's `read` gives. */
type Values = {
  readonly [N in keyof Settings]: NonNullable<ReturnType<Settings[N]['read']>>;
};

const declared: ReadonlyMap<string, Setting> = new Map(Object.entries(settings));

/** Reads all settings. Throws `CONFIG_ERROR` that names every wrong, missing and unknown one; values are not told. */
export function readConfig(env: Environment = process.env): Config {
  const values = readValues(given(env));
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

function readValues(texts: Environment): Values {
  const values = new Map(
    [...declared].map(([name, { read }]) => {
      const text = texts[name];
      return [name, text === undefined ? undefined : read(text)];
    }),
  );
  const wrong = [...declared].flatMap(([name, { expected }]) =>
    values.get(name) === undefined ? [`\`${name}\` must be ${expected}`] : [],
  );
  const unknown = Object.keys(texts)
    .filter((name) => !declared.has(name))
    .map((name) => `\`${name}\` is not a setting`);
  const faults = [...wrong, ...unknown];
  if (faults.length > 0) throw new SentinelError('CONFIG_ERROR', faults.join('; '));
  // Each value is what its setting's own `read` gave, and none is `undefined`.
  return Object.fromEntries(values) as Values;
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

import { partitionOf } from '@sentinel/core/region';
import { type Environment, readSettings } from './read-settings.ts';
import { settings } from './settings.ts';

export type { Environment };

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

/** Reads all settings. Throws `CONFIG_ERROR` that names every wrong, missing and unknown one; values are not told. */
export function readConfig(env: Environment = process.env): Config {
  const values = readSettings(settings, env);
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

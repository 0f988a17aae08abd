import { type Environment, readSettings } from '../read-settings.ts';
import { notifierSettings } from './settings.ts';

export type NotifierConfig = {
  readonly table: string;
  /** The table's account: 12 digits. */
  readonly accountId: string;
  /** Such as `/sentinel`. */
  readonly parameterPrefix: string;
  readonly region: string;
};

/** Reads the notifier's settings. Throws `CONFIG_ERROR` that names every wrong, missing and unknown one. */
export function readNotifierConfig(env: Environment = process.env): NotifierConfig {
  const values = readSettings(notifierSettings, env);
  return {
    table: values.SENTINEL_TABLE,
    accountId: values.SENTINEL_ACCOUNT_ID,
    parameterPrefix: values.SENTINEL_PARAMETER_PREFIX,
    region: values.AWS_REGION,
  };
}

import { type Environment, readSettings } from '../read-settings.ts';
import { authorizerSettings } from './settings.ts';

export type AuthorizerConfig = {
  readonly table: string;
  readonly region: string;
  /** Hosts that tokens are taken for. */
  readonly audiences: ReadonlySet<string>;
  /** Regions whose STS may be asked. */
  readonly stsRegions: ReadonlySet<string>;
};

/** Reads the authorizer's settings. Throws `CONFIG_ERROR` that names every wrong, missing and unknown one. */
export function readAuthorizerConfig(env: Environment = process.env): AuthorizerConfig {
  const values = readSettings(authorizerSettings, env);
  const regions = values.SENTINEL_STS_REGIONS;
  return {
    table: values.SENTINEL_TABLE,
    region: values.AWS_REGION,
    audiences: new Set(values.SENTINEL_AUDIENCE),
    stsRegions: new Set(regions.length === 0 ? [values.AWS_REGION] : regions),
  };
}

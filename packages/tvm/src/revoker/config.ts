import { partitionOf } from '@sentinel/core/region';
import type { RevocationAccount } from '@sentinel/core/revoker-ports';
import { type Environment, readSettings } from '../read-settings.ts';
import { revokerSettings } from './settings.ts';

export type RevokerConfig = {
  readonly table: string;
  readonly retentionDays: number;
  readonly accounts: readonly RevocationAccount[];
  readonly region: string;
  /** Follows from the Region: `aws`, `aws-cn`, ... */
  readonly partition: string;
};

/** Reads the revoker's settings. Throws `CONFIG_ERROR` that names every wrong, missing and unknown one. */
export function readRevokerConfig(env: Environment = process.env): RevokerConfig {
  const values = readSettings(revokerSettings, env);
  const partition = partitionOf(values.AWS_REGION);
  return {
    table: values.SENTINEL_TABLE,
    retentionDays: values.SENTINEL_RETENTION_DAYS,
    accounts: values.SENTINEL_REVOCATION_ACCOUNTS.map(({ account, policy, role }) => ({
      account,
      policyArn: `arn:${partition}:iam::${account}:policy/${policy}`,
      roleArn: `arn:${partition}:iam::${account}:role/${role}`,
    })),
    region: values.AWS_REGION,
    partition,
  };
}

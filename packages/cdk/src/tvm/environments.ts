import type { FunctionName } from '../declarations/rights.ts';
import type { Settings } from './props.ts';

/** The stage that the API is served at: without a name in its address. */
export const stage = '$default';

/** What the settings alone do not say. */
export type Place = {
  readonly accountId: string;
  readonly region: string;
  readonly apiId: string;
};

/** Environment variables of each function. */
export function environmentsOf(
  settings: Settings,
  place: Place,
): Readonly<Record<FunctionName, Readonly<Record<string, string>>>> {
  const callers = settings.callerAccountIds ?? [];
  const regions = settings.authorizer?.stsRegions ?? [];
  return {
    api: {
      SENTINEL_TABLE: settings.tableName,
      SENTINEL_API_ID: place.apiId,
      SENTINEL_STAGE: stage,
      SENTINEL_ACCOUNT_ID: place.accountId,
      SENTINEL_CALLER_ACCOUNTS: (callers.length > 0 ? callers : [place.accountId]).join(','),
      SENTINEL_PARAMETER_PREFIX: settings.parameterPrefix,
      SENTINEL_POLICY_CACHE_SECONDS: `${settings.policyCacheSeconds}`,
      SENTINEL_RETENTION_DAYS: `${settings.retentionDays}`,
      SENTINEL_SESSION_HOURS: `${settings.sessionHours}`,
      SENTINEL_SESSION_VENDS: `${settings.sessionVends}`,
    },
    authorizer: {
      SENTINEL_TABLE: settings.tableName,
      SENTINEL_AUDIENCE: (settings.authorizer?.audiences ?? []).join(','),
      SENTINEL_STS_REGIONS: (regions.length > 0 ? regions : [place.region]).join(','),
    },
    revoker: {
      SENTINEL_TABLE: settings.tableName,
      SENTINEL_RETENTION_DAYS: `${settings.retentionDays}`,
      SENTINEL_REVOCATION_ACCOUNTS: settings.protectedAccountIds
        .map(revocationsOf(settings))
        .join(','),
    },
    notifier: {
      SENTINEL_TABLE: settings.tableName,
      SENTINEL_ACCOUNT_ID: place.accountId,
      SENTINEL_PARAMETER_PREFIX: settings.parameterPrefix,
    },
  };
}

/** An account whose policy and role are named as always is named alone: all variables together have 4 KB. */
function revocationsOf({ revocationPolicyName: policy, revokerRoleName: role }: Settings) {
  return (account: string): string =>
    policy === 'SentinelRevocations' && role === 'SentinelRevoker'
      ? account
      : `${account}=${policy}=${role}`;
}

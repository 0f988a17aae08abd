import { routes } from '@sentinel/core/contract/index';
import { denyPolicy } from '@sentinel/core/revocation/deny-policy';
import { alarms, emergencyRoleUsed, metricFilters } from '@sentinel/tvm/infrastructure/alarms';
import { functions } from '@sentinel/tvm/infrastructure/functions';
import { jsonText } from '../reference/json.ts';

/** What the modules read of the code: JSON by its path below `terraform/modules`. */
export function moduleData(): ReadonlyMap<string, string> {
  const tvm = 'sentinel-tvm';
  return new Map(
    Object.entries({
      [`${tvm}/routes.json`]: jsonText(routeKeys()),
      [`${tvm}/functions.json`]: jsonText(functions),
      [`${tvm}/alarms.json`]: jsonText({ metricFilters, alarms, emergency: emergencyRoleUsed }),
      'sentinel-account/nothing-revoked.json': jsonText(nothingRevoked()),
    }),
  );
}

/** Routes as API Gateway writes them, such as `GET /sessions/{id}`. */
export function routeKeys(): readonly string[] {
  return Object.values(routes)
    .map(({ method, path }) => `${method} ${path}`)
    .sort();
}

/** The policy `SentinelRevocations` before anything was revoked. */
export function nothingRevoked(): unknown {
  return JSON.parse(denyPolicy([], { account: '', partition: '', nowMs: 0 }).document);
}

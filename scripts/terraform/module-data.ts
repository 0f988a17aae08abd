import { routes } from '@sentinel/core/contract/index';
import { denyPolicy } from '@sentinel/core/revocation/deny-policy';
import {
  alarms,
  emergencyRolePattern,
  emergencyRoleUsed,
  metricFilters,
} from '@sentinel/tvm/infrastructure/alarms';
import { functions } from '@sentinel/tvm/infrastructure/functions';
import { emergencyRoleTrust } from '@sentinel/tvm/infrastructure/trust';
import { jsonText } from '../reference/json.ts';

/** What modules and examples read of the code: JSON by its path below `terraform`. */
export function moduleData(): ReadonlyMap<string, string> {
  const tvm = 'modules/sentinel-tvm';
  return new Map(
    Object.entries({
      [`${tvm}/routes.json`]: jsonText(routeKeys()),
      [`${tvm}/functions.json`]: jsonText(functions),
      [`${tvm}/alarms.json`]: jsonText({
        metricFilters,
        alarms,
        emergency: emergencyRoleUsed,
        emergencyPattern: emergencyRolePattern('{apiRoleArn}', '{hubAccountId}'),
      }),
      'modules/sentinel-account/nothing-revoked.json': jsonText(nothingRevoked()),
      'examples/hub-and-spoke/emergency-role-trust.json': jsonText(emergencyRoleTrust(['USERS'])),
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

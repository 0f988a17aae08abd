import * as contract from '@sentinel/core/contract/health';
import { mayAskHealth } from '@sentinel/core/health';
import { bind } from '../bind.ts';

/** Version of policy documents that this server understands. */
const policySchema = '1';

/** `GET /health` */
export const health = bind(contract.health, async (_input, call, world) => {
  const refusal = await mayAskHealth(call, world);
  if (refusal !== undefined) return refusal;
  return {
    status: 'ok' as const,
    version: world.settings.version,
    policy_schema: policySchema,
    root: world.settings.policyRoot,
    features: [],
  };
});

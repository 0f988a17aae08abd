import * as contract from '@sentinel/core/contract/health';
import { principalOf } from '@sentinel/core/identity/principal';
import { isRefusal } from '@sentinel/core/reasons';
import { bind } from '../bind.ts';

/** Version of policy documents that this server understands. */
const policySchema = '1';

/** `GET /health`: for any signer whom IAM let through and who is not one of our own sessions. */
export const health = bind(contract.health, async (_input, call, world) => {
  const principal = principalOf(call.signer, world.settings);
  if (isRefusal(principal)) return principal;
  return {
    status: 'ok' as const,
    version: world.settings.version,
    policy_schema: policySchema,
    root: world.settings.policyRoot,
    features: [],
  };
});

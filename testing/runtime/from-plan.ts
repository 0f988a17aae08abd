import type { FunctionName } from '@sentinel/tvm/infrastructure/rights';
import type { ServerFunction } from '../../scripts/parity/deployment.ts';
import { fromTerraform } from '../../scripts/parity/from-terraform.ts';
import { planTerraform } from '../../scripts/parity/plan-terraform.ts';

/** A function as Terraform plans it, and the documents of what its own role may do. */
export type PlannedFunction = Pick<
  ServerFunction,
  'handler' | 'environment' | 'memoryMb' | 'timeoutSeconds'
> & { readonly rights: readonly object[] };

export type PlannedFunctions = Readonly<Record<FunctionName, PlannedFunction>>;

/** The functions of the one deployment that is planned in tests; throws with what Terraform says where it cannot. */
export function plannedFunctions(): PlannedFunctions {
  const { functions, roles } = fromTerraform(planTerraform());
  const planned = (name: FunctionName): PlannedFunction => {
    const made = functions[`sentinel-${name}`];
    const role = roles[`sentinel-${name}`];
    if (made === undefined || role === undefined) throw new Error(`\`${name}\` is not planned`);
    const rights = Object.values(role.policies).map((Statement) => ({
      Version: '2012-10-17',
      Statement,
    }));
    return { ...made, rights };
  };
  return {
    api: planned('api'),
    authorizer: planned('authorizer'),
    revoker: planned('revoker'),
    notifier: planned('notifier'),
  };
}

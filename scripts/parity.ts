import { compareDeployments } from './parity/compare-deployments.ts';
import { fromCdk } from './parity/from-cdk.ts';
import { fromCode } from './parity/from-code.ts';
import { fromTerraform } from './parity/from-terraform.ts';
import { missingTerraform, planTerraform } from './parity/plan-terraform.ts';
import { missingCdk, synthCdk } from './parity/synth-cdk.ts';

const missing = [missingTerraform(), missingCdk()].filter((reason) => reason !== undefined);
if (missing.length > 0) {
  for (const reason of missing) console.error(`nothing is compared: ${reason}`);
  process.exit(2);
}
const differences = compareDeployments({
  code: fromCode(),
  terraform: fromTerraform(planTerraform()),
  cdk: fromCdk(synthCdk()),
});
for (const line of differences) console.error(line);
console.log(
  differences.length === 0
    ? 'Terraform, the CDK and the code deploy the same'
    : `${differences.length} differences between Terraform, the CDK and the code`,
);
process.exit(differences.length === 0 ? 0 : 1);

import { test } from 'vitest';
import { missingTerraform } from '../../scripts/parity/plan-terraform.ts';
import { type Deployment, withDeployment } from './a-deployment.ts';
import { removeCode, unpackZip } from './a-function.ts';
import { describeOnRuntime } from './describe-on-runtime.ts';
import { share } from './share.ts';

/** A suite over one deployment, that of the zip as Terraform plans it; skipped where the tools are missing. */
export function describeDeployed(name: string, suite: (deployed: () => Deployment) => void): void {
  const missing = missingTerraform();
  if (missing !== undefined) return void test(name, ({ skip }) => skip(missing));
  describeOnRuntime(name, () => {
    suite(
      share<Deployment>(async (work) => {
        const code = await unpackZip();
        try {
          await withDeployment(code, work);
        } finally {
          await removeCode(code);
        }
      }),
    );
  });
}

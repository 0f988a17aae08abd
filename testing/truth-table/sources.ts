import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { fromCdk } from '../../scripts/parity/from-cdk.ts';
import { fromCode } from '../../scripts/parity/from-code.ts';
import { fromTerraform } from '../../scripts/parity/from-terraform.ts';
import { missingTerraform, planTerraform } from '../../scripts/parity/plan-terraform.ts';
import { missingCdk, synthCdk } from '../../scripts/parity/synth-cdk.ts';
import { declaredOrganisation, deployedOrganisation } from './built-organisation.ts';
import type { Organisation } from './organisation.ts';

/** Whose policies are judged. */
export type Source = {
  readonly name: string;
  /** Why they are not to be had here, if so. */
  readonly missing: string | undefined;
  readonly read: () => Organisation;
};

const installed = existsSync(
  fileURLToPath(new URL('node_modules/@cloud-copilot/iam-simulate', import.meta.url)),
);

/** Why nothing can be simulated here, if so. In CI it must be: there this is no reason. */
export const missingSimulator: string | undefined =
  installed || process.env['CI']
    ? undefined
    : 'the simulator is not installed: run `npm ci` in testing/truth-table';

/** The policies of the code, and those that come out of each tool. */
export const sources: readonly Source[] = [
  {
    name: 'the code declares',
    missing: missingSimulator,
    read: () => declaredOrganisation(fromCode()),
  },
  {
    name: 'Terraform plans',
    missing: missingSimulator ?? missingTerraform(),
    read: () => deployedOrganisation(fromTerraform(planTerraform())),
  },
  {
    name: 'the CDK synthesises',
    missing: missingSimulator ?? missingCdk(),
    read: () => deployedOrganisation(fromCdk(synthCdk())),
  },
];

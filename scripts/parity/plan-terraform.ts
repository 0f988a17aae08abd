import { spawnSync } from 'node:child_process';
import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../run.ts';
import { cached } from './cached.ts';
import { emptyPackage } from './empty-package.ts';
import type { Plan } from './from-terraform.ts';

const plugins = process.env['SENTINEL_TEST_TERRAFORM_PLUGINS'];
const sources = ['terraform/modules', 'scripts/parity/terraform'];

/** Why nothing can be planned here, if so. In CI it must be: there this is no reason. */
export function missingTerraform(): string | undefined {
  if (process.env['CI']) return undefined;
  if (plugins === undefined) {
    return '`SENTINEL_TEST_TERRAFORM_PLUGINS` names no folder with the AWS provider';
  }
  const { error } = spawnSync('terraform', ['version']);
  return error && 'there is no `terraform`';
}

/** Plans the one deployment, without a call to AWS. Throws with what Terraform says where it cannot. */
export function planTerraform(): Plan {
  const kept = { name: 'plan', paths: [...sources, 'scripts/parity/plan-terraform.ts'] };
  return JSON.parse(cached(kept, () => JSON.stringify(plan())));
}

function plan(): Plan {
  if (plugins === undefined) throw new Error('set SENTINEL_TEST_TERRAFORM_PLUGINS');
  const { folder, path } = emptyPackage();
  try {
    // Terraform leaves files behind beside what it reads.
    for (const source of sources)
      cpSync(join(root, source), join(folder, source), { recursive: true });
    const at = `-chdir=${join(folder, 'scripts/parity/terraform')}`;
    terraform(at, 'init', `-plugin-dir=${plugins}`, '-input=false', '-no-color');
    const out = terraform(at, 'test', '-json', '-verbose', `-var=package_path=${path}`);
    const lines = out.split('\n').filter((line) => line !== '');
    const planned = lines.map((line) => JSON.parse(line)).find(({ type }) => type === 'test_plan');
    // The schemas of the provider are a hundred times the plan.
    const { resource_changes, output_changes } = planned.test_plan;
    return { resource_changes, output_changes };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function terraform(...args: readonly string[]): string {
  const ran = spawnSync('terraform', args, {
    encoding: 'utf8',
    maxBuffer: 200_000_000,
    // The provider's schema is so large that collecting garbage would cost a third of the time.
    env: {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      CHECKPOINT_DISABLE: '1',
      GOGC: '400',
    },
  });
  if (ran.status === 0) return ran.stdout;
  const said = ran.stdout
    .split('\n')
    .filter((line) => line.includes('"level":"error"') || !line.startsWith('{'));
  throw new Error(
    `terraform ${args[1]} failed: ${ran.error?.message ?? ''}${said.join('\n').slice(0, 4000)}${ran.stderr}`,
  );
}

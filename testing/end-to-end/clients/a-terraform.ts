import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { converse } from './conversation.ts';
import { lacking } from './real-clients.ts';

/** A working folder of Terraform with AWS's provider installed, to plan in. */
export type Terraform = {
  /** Tells on its standard output who the provider is, for STS at this address. */
  readonly command: (stsUrl: string) => readonly string[];
  remove(): void;
};

/** A folder as `terraform init -plugin-dir` takes it, with `registry.terraform.io/hashicorp/aws` below. */
const plugins = process.env['SENTINEL_TEST_TERRAFORM_PLUGINS'];

/** Why Terraform cannot be used here; in CI it always is. */
export const missingTerraform: string | undefined =
  plugins === undefined && !process.env['CI']
    ? '`SENTINEL_TEST_TERRAFORM_PLUGINS` names no folder with the AWS provider'
    : lacking('terraform', ['version']);

/** Makes the folder; no network takes part. */
export async function aTerraform(): Promise<Terraform> {
  if (plugins === undefined) throw new Error('set SENTINEL_TEST_TERRAFORM_PLUGINS');
  const folder = mkdtempSync(join(tmpdir(), 'sentinel-terraform-'));
  cpSync(fileURLToPath(new URL('programs/main.tf', import.meta.url)), join(folder, 'main.tf'));
  const terraform = ['terraform', `-chdir=${folder}`];
  const init = [...terraform, 'init', `-plugin-dir=${plugins}`, '-input=false', '-no-color'];
  const env = { PATH: process.env['PATH'] ?? '', HOME: folder, CHECKPOINT_DISABLE: '1' };
  const { code, out, err } = await converse(init, env).end();
  if (code !== 0) throw new Error(`terraform init failed: ${out}${err}`);
  const plan = ['plan', '-input=false', '-no-color', '-lock=false', '-compact-warnings'];
  return {
    command: (stsUrl) => [
      // The provider's schema is so large that collecting garbage would cost a third of the time.
      ...['env', 'CHECKPOINT_DISABLE=1', 'GOGC=400'],
      ...[...terraform, ...plan, `-var=sts=${stsUrl}`],
    ],
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

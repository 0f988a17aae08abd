import { spawnSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../run.ts';
import { cached } from './cached.ts';
import { emptyPackage } from './empty-package.ts';
import type { Synthesised } from './from-cdk.ts';

/** Why nothing can be synthesised here, if so. In CI it must be: there this is no reason. */
export function missingCdk(): string | undefined {
  if (process.env['CI'] || existsSync(join(root, 'packages/cdk/node_modules/aws-cdk-lib'))) {
    return undefined;
  }
  return 'what `packages/cdk` needs is not installed: run `npm ci` there';
}

/** Synthesises the one deployment. Throws with what the CDK says where it cannot. */
export function synthCdk(): Synthesised {
  const program = 'packages/cdk/testing/print-deployment.ts';
  const paths = ['packages/cdk/src', program, 'packages/cdk/package-lock.json'];
  return JSON.parse(cached({ name: 'synth', paths }, () => synth(program)));
}

function synth(program: string): string {
  const { folder, path } = emptyPackage();
  try {
    const ran = spawnSync(process.execPath, [join(root, program), path], {
      encoding: 'utf8',
      maxBuffer: 50_000_000,
      env: { PATH: process.env['PATH'], CDK_OUTDIR: join(folder, 'cdk.out') },
    });
    if (ran.status === 0) return ran.stdout;
    throw new Error(`the CDK failed: ${ran.error?.message ?? ''}${ran.stderr}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

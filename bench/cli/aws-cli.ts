import { spawnSync } from 'node:child_process';

/** The AWS CLI of this machine, and how it is asked for the credentials of a profile. */
export type AwsCli = { readonly file: string; readonly credentials: readonly string[] };

/** The AWS CLI itself, not a version manager's shim that starts it; `undefined`: there is none. */
export function findAwsCli(): AwsCli | undefined {
  const shimmed = spawnSync('pyenv', ['which', 'aws'], { encoding: 'utf8' });
  const file = shimmed.status === 0 ? shimmed.stdout.trim() : 'aws';
  if (spawnSync(file, ['--version']).status !== 0) return undefined;
  return { file, credentials: hasExport(file) ? ['export-credentials'] : ['list'] };
}

/** Version 1 has no `export-credentials`; `list` finds credentials in the same way and shows their ends. */
function hasExport(file: string): boolean {
  const env = {
    ...process.env,
    AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'example',
  };
  return spawnSync(file, ['configure', 'export-credentials'], { env }).status === 0;
}

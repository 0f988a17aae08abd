import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CliError } from '../failure.ts';
import type { EmptyPaths } from './environment.ts';

export type EmptyFiles = {
  readonly paths: EmptyPaths;
  /** Removes them, and what a child wrote beside them. */
  remove(): void;
};

/**
 * Makes empty files that only this user can read, in a directory that only this user can enter.
 * Throws `CliError` where that cannot be.
 */
export function makeEmptyFiles(parent: string = tmpdir()): EmptyFiles {
  const directory = makeDirectory(parent);
  const paths = {
    config: join(directory, 'config'),
    credentials: join(directory, 'credentials'),
    boto: join(directory, 'boto.cfg'),
  };
  for (const path of Object.values(paths)) writeFileSync(path, '', { mode: 0o600, flag: 'wx' });
  return { paths, remove: () => removeDirectory(directory) };
}

function makeDirectory(parent: string): string {
  try {
    return mkdtempSync(join(parent, 'sentinel-'));
  } catch (cause) {
    throw new CliError('FAILURE', `no file can be made in \`${parent}\``, { cause });
  }
}

function removeDirectory(directory: string): void {
  try {
    rmSync(directory, { recursive: true, force: true, maxRetries: 3 });
  } catch {
    // what a survivor holds open is left to the system: nothing of ours is in it
  }
}

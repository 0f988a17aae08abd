import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EmptyPaths } from './environment.ts';

export type EmptyFiles = {
  readonly paths: EmptyPaths;
  /** Removes them, and what a child wrote beside them. */
  remove(): void;
};

/** Makes empty files that only this user can read, in a directory that only this user can enter. */
export function makeEmptyFiles(parent: string = tmpdir()): EmptyFiles {
  const directory = mkdtempSync(join(parent, 'sentinel-'));
  const paths = {
    config: join(directory, 'config'),
    credentials: join(directory, 'credentials'),
    boto: join(directory, 'boto.cfg'),
  };
  for (const path of Object.values(paths)) writeFileSync(path, '', { mode: 0o600, flag: 'wx' });
  return {
    paths,
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}

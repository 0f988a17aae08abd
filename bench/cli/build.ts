import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildCli } from '../../scripts/build-cli.ts';

/** Below the repository, where the packages are found that are not bundled. */
const builds = fileURLToPath(new URL('../.build/', import.meta.url));

/** Builds the command as it is released, hands over its entry file, and removes it whatever happens. */
export async function withCli<T>(work: (main: string) => Promise<T>): Promise<T> {
  mkdirSync(builds, { recursive: true });
  const folder = mkdtempSync(join(builds, 'cli-'));
  try {
    await buildCli(folder);
    return await work(join(folder, 'main.js'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './run.ts';

/**
 * Installs a folder with a lock file of its own, unless that very lock is installed already: for what only some need,
 * so that nobody else waits for it. Whether it is installed.
 */
export function installOnce(folder: string, what: string): boolean {
  const path = join(root, folder);
  const stamp = join(path, 'node_modules', '.installed-lock');
  const lock = readFileSync(join(path, 'package-lock.json'), 'utf8');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return true;
  console.log(`installing ${what} (once) ...`);
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
  if (spawnSync('npm', args, { cwd: path, stdio: 'inherit' }).status !== 0) return false;
  writeFileSync(stamp, lock);
  return true;
}

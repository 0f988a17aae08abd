import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './run.ts';

/**
 * Installs AWS's runtime client for the tests in `testing/runtime`. It is compiled here, for a minute or two, by
 * cmake, make, a C++ compiler and Python, on Linux only: so it is no dependency of the workspace.
 */
const folder = join(root, 'testing', 'runtime', 'ric');
const stamp = join(folder, 'node_modules', '.installed-lock');

const lock = readFileSync(join(folder, 'package-lock.json'), 'utf8');
if (process.platform !== 'linux') {
  console.error("AWS's runtime client is built on Linux only: nothing is installed");
} else if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) {
  console.log("AWS's runtime client is installed");
} else {
  install();
}

function install(): void {
  console.log("compiling AWS's runtime client (once) ...");
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
  const done = spawnSync('npm', args, { cwd: folder, stdio: 'inherit' });
  if (done.status !== 0) {
    console.error('`npm ci` failed; it needs cmake, make, g++ and python3');
    process.exit(1);
  }
  writeFileSync(stamp, lock);
}

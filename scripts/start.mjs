// The one script that must run on whatever Node is there (20 and later), and so is plain JavaScript: it installs
// what is missing and goes on with the project's own Node, which reads TypeScript as it stands.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const own = join(
  root,
  'node_modules',
  'node',
  'bin',
  process.platform === 'win32' ? 'node.exe' : 'node',
);
const stamp = join(root, 'node_modules', '.installed-lock');

const [task, ...args] = process.argv.slice(2);
if (task === undefined) {
  console.error('usage: node scripts/start.mjs TASK [ARG...]');
  process.exit(2);
}
install();
const ran = spawnSync(own, [join(root, 'scripts', `${task}.ts`), ...args], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, PATH: `${join(root, 'node_modules', '.bin')}:${process.env.PATH ?? ''}` },
});
process.exit(ran.status ?? 1);

function install() {
  const lock = readFileSync(join(root, 'package-lock.json'), 'utf8');
  if (existsSync(own) && existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;
  console.error('installing what the project needs (once) ...');
  const done = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  });
  if (done.status !== 0) {
    console.error('`npm ci` failed; its own words stand above');
    process.exit(1);
  }
  writeFileSync(stamp, lock);
}

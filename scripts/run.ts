import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The repository's root folder. */
export const root = fileURLToPath(new URL('..', import.meta.url));

/** Runs a command in the repository with its output shown; its exit code. */
export function run(
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): number {
  const ran = spawnSync(command, args, { cwd: root, stdio: 'inherit', env });
  if (ran.error !== undefined) console.error(`${command}: ${ran.error.message}`);
  return ran.status ?? 1;
}

import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('parse_aws.py', import.meta.url));

/** Whether the AWS CLI is installed where Python finds it. */
export function hasAwsCli(): boolean {
  return spawnSync('python3', ['-c', 'import awscli.clidriver']).status === 0;
}

/** What the AWS CLI's own parser says of each command; `undefined`: nothing. No request is sent. */
export function parseAws(
  commands: readonly (readonly string[])[],
): readonly (string | undefined)[] {
  const ran = spawnSync('python3', [program], {
    input: JSON.stringify(commands),
    encoding: 'utf8',
    maxBuffer: 16 * 1024 * 1024,
  });
  if (ran.status !== 0) throw new Error(`the parser failed: ${ran.stderr}`);
  const errors: readonly (string | null)[] = JSON.parse(ran.stdout);
  return errors.map((error) => error ?? undefined);
}

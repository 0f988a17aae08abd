import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const fence = /^( *)```sh\n(?<text>[\s\S]*?)^ *```$/gm;

/** The fenced `sh` blocks of a page, in order, without their indent. */
export function shellOf(page: string): readonly string[] {
  return [...page.matchAll(fence)].map(({ 1: indent = '', groups }) =>
    (groups?.['text'] ?? '').replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
  );
}

/** What a shell made of a page's commands. */
export type Shelled = {
  /** Arguments of each call of `aws`, as it got them. */
  readonly aws: readonly (readonly string[])[];
  /** Empty where all went well. */
  readonly error: string;
};

/** Ends an argument, and a call. */
const endOfWord = '\0';
const endOfCall = '\x01\0';

/**
 * Runs the blocks of a page in one shell in an empty folder, with programs in place of `aws`, `terraform`, `node` and
 * `npx` that do nothing; that of `aws` notes how it was called. The shell stops at the first command that fails.
 */
export function runShell(blocks: readonly string[]): Shelled {
  const folder = mkdtempSync(join(tmpdir(), 'sentinel-runbook-'));
  try {
    const bin = join(folder, 'bin');
    mkdirSync(bin);
    const calls = join(folder, 'calls');
    writeFileSync(calls, '');
    program(
      join(bin, 'aws'),
      `printf '%s\\000' "$@" >> '${calls}'\nprintf '\\001\\000' >> '${calls}'\necho answer`,
    );
    for (const name of ['terraform', 'node', 'npx']) program(join(bin, name), 'exit 0');
    const ran = spawnSync('sh', ['-eu', '-c', blocks.join('\n')], {
      cwd: folder,
      encoding: 'utf8',
      env: { PATH: `${bin}:/usr/bin:/bin`, HOME: folder },
    });
    const aws = readFileSync(calls, 'utf8')
      .split(endOfCall)
      .slice(0, -1)
      .map((words) => words.split(endOfWord).slice(0, -1));
    return { aws, error: ran.status === 0 ? '' : ran.stderr };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function program(path: string, text: string): void {
  writeFileSync(path, `#!/bin/sh\n${text}\n`);
  chmodSync(path, 0o755);
}

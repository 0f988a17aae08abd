import { execFileSync, spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  symlinkSync,
  unlinkSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from '../run.ts';
import type { Patch } from './read-patch.ts';
import { patchFolder } from './read-patches.ts';

/** What no copy needs: no test of a single part reads it. */
const spared = /^(bench|docs|terraform|dist|testing|packages\/cdk)\//;

/** The repository's files as they stand, committed or not, from the root; without those that no copy needs. */
export function filesToCopy(): readonly string[] {
  const git = ['ls-files', '--cached', '--others', '--exclude-standard', '-z'];
  const listed = execFileSync('git', git, { cwd: root, encoding: 'utf8', maxBuffer: 1e8 });
  const files = listed.split('\0').filter((path) => path !== '' && !spared.test(path));
  return files.filter((path) => existsSync(join(root, path)));
}

/**
 * A copy of the repository by hard links, whose packages find one another and not those of the repository. All else
 * is found in `node_modules` of the folder above it.
 */
export function makeCopy(copy: string, files: readonly string[]): void {
  for (const folder of new Set(files.map((path) => dirname(path)))) {
    mkdirSync(join(copy, folder), { recursive: true });
  }
  for (const path of files) linkOrCopy(join(root, path), join(copy, path));
  const own = join(copy, 'node_modules', '@sentinel');
  mkdirSync(own, { recursive: true });
  const installed = join(root, 'node_modules', '@sentinel');
  for (const name of readdirSync(installed)) {
    symlinkSync(readlinkSync(join(installed, name)), join(own, name));
  }
}

/** Applies a patch to a copy; why it could not be, or `undefined`. */
export function applyPatch(copy: string, patch: Patch): string | undefined {
  const before = patch.changes.map((path) => {
    const to = join(copy, path);
    if (!existsSync(to)) return undefined;
    // A file of its own, so that the repository's stays as it is.
    unlinkSync(to);
    copyFileSync(join(root, path), to);
    return readFileSync(to, 'utf8');
  });
  const gone = patch.changes.find((_path, index) => before[index] === undefined);
  if (gone !== undefined) return `\`${gone}\` is gone`;
  const applied = spawnSync('git', ['apply', join(patchFolder, patch.name)], {
    cwd: copy,
    encoding: 'utf8',
    // Were the copy inside some repository, git would take that one's root for its own.
    env: { ...process.env, GIT_CEILING_DIRECTORIES: dirname(copy) },
  });
  if (applied.status !== 0) return applied.stderr.trim().replace(/\s+/g, ' ');
  const same = patch.changes.find(
    (path, at) => readFileSync(join(copy, path), 'utf8') === before[at],
  );
  return same === undefined ? undefined : `it left \`${same}\` as it was`;
}

function linkOrCopy(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch {
    // Another file system, or one without links.
    copyFileSync(from, to);
  }
}

import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../run.ts';

/** What something is made of: files and folders below the repository's root, and other things that count. */
export type Ingredients = {
  readonly name: string;
  readonly paths: readonly string[];
  readonly also?: readonly string[];
};

/**
 * What was made of these very ingredients before, or else is made now: several suites need the same plan, and each takes
 * seconds. It is kept in the folder for temporary files.
 */
export function cached(of: Ingredients, make: () => string): string {
  const folder = join(tmpdir(), `sentinel-made-${process.getuid?.() ?? 'here'}`);
  const file = join(folder, `${of.name}-${hashOf(of)}.json`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return withTurn(`${file}.turn`, () => {
    if (existsSync(file)) return readFileSync(file, 'utf8');
    const made = make();
    // Whole or not at all.
    writeFileSync(`${file}.new`, made);
    renameSync(`${file}.new`, file);
    return made;
  });
}

/** Suites run at once, and would all make the same: one does, and the others wait for it. */
function withTurn<T>(turn: string, take: () => T): T {
  while (!isTaken(turn)) {
    if (isLeftBehind(turn)) rmSync(turn, { recursive: true, force: true });
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50);
  }
  try {
    return take();
  } finally {
    rmSync(turn, { recursive: true, force: true });
  }
}

function isTaken(turn: string): boolean {
  try {
    mkdirSync(turn);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

/** By a process that was killed: nothing takes as long. */
function isLeftBehind(turn: string): boolean {
  const { mtimeMs = Date.now() } = statSync(turn, { throwIfNoEntry: false }) ?? {};
  return Date.now() - mtimeMs > 180_000;
}

function hashOf({ paths, also = [] }: Ingredients): string {
  const hash = createHash('sha256');
  for (const file of paths.flatMap((path) => filesBelow(path)).toSorted()) {
    hash
      .update(file)
      .update('\0')
      .update(readFileSync(join(root, file)))
      .update('\0');
  }
  for (const text of also) hash.update(text).update('\0');
  return hash.digest('hex').slice(0, 32);
}

function filesBelow(path: string): readonly string[] {
  const whole = join(root, path);
  if (statSync(whole).isFile()) return [path];
  return readdirSync(whole, { withFileTypes: true })
    .filter(({ name }) => name !== 'node_modules' && !name.startsWith('.'))
    .flatMap((each) => filesBelow(join(path, each.name)));
}

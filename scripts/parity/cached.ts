import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
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
  try {
    return readFileSync(file, 'utf8');
  } catch {
    const made = make();
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    // Whole or not at all: another suite may look for it at the same time.
    writeFileSync(`${file}.${process.pid}`, made);
    renameSync(`${file}.${process.pid}`, file);
    return made;
  }
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

import { spawn } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { transformSync } from 'esbuild';
import { root } from '../run.ts';
import { filesToCopy, makeCopy } from '../sabotage/copy.ts';
import { type Mutant, mutatedText } from './mutant.ts';

/** `Invalid`: it is no TypeScript any more, so that no test was asked. */
export type Verdict = 'Killed' | 'Survived' | 'Timeout' | 'Invalid';

/** Milliseconds: longer than the tests of any folder take on a busy machine. */
const wholeMs = 180_000;

/** A mutant may take so many times what all tests of its folder took, and this long in any case. */
const patience = 10;
const leastMs = 20_000;

/** One process and one worker for all files: to start anew for each takes as long as the tests. */
const config = `export default {
  test: {
    include: ['packages/core/src/**/*.test.ts'],
    setupFiles: ['./in-haste.mjs'],
    testTimeout: 60_000,
    pool: 'threads',
    isolate: false,
    maxWorkers: 1,
    experimental: { viteModuleRunner: false, nodeLoader: false },
  },
};
`;

/** A mistake shows early: a property that holds for 0.3 seconds is taken to hold. */
const inHaste = `import fc from 'fast-check';
fc.configureGlobal({ endOnFailure: true, interruptAfterTimeLimit: 300 });
`;

/**
 * Tries mutants one by one as a change of the file itself, in a copy, with all tests of a folder of core: Stryker asks
 * only the tests that pass by the place, and so misses what is made once and then kept, such as a schema.
 */
export async function tryAgain(
  mutants: readonly Mutant[],
  folder: string,
  {
    lanes,
    tell,
  }: { readonly lanes: number; readonly tell: (mutant: Mutant, verdict: Verdict) => void },
): Promise<void> {
  const base = realpathSync(mkdtempSync(join(tmpdir(), 'sentinel-mutants-')));
  try {
    symlinkSync(join(root, 'node_modules'), join(base, 'node_modules'));
    const files = filesToCopy();
    const waiting = mutants.values();
    const lane = async (_: unknown, nth: number) => {
      const copy = join(base, `copy-${nth}`);
      mkdirSync(copy);
      makeCopy(copy, files);
      replace(join(copy, 'vitest.config.ts'), config);
      writeFileSync(join(copy, 'in-haste.mjs'), inHaste);
      const began = performance.now();
      const whole = await runTests(copy, testsOf(copy, folder), wholeMs);
      if (whole !== 'Survived')
        throw new Error(`the tests of \`${folder}\` are red without any mutant`);
      const limitMs = Math.max(leastMs, patience * (performance.now() - began));
      for (const mutant of waiting) {
        tell(mutant, await verdictOn(mutant, { copy, folder, limitMs }));
      }
    };
    await Promise.all(Array.from({ length: lanes }, lane));
  } finally {
    rmSync(base, { recursive: true });
  }
}

async function verdictOn(
  mutant: Mutant,
  at: { readonly copy: string; readonly folder: string; readonly limitMs: number },
): Promise<Verdict> {
  const { copy, limitMs } = at;
  const text = mutatedText(mutant);
  if (!isTypeScript(text)) return 'Invalid';
  replace(join(copy, mutant.file), text);
  try {
    for (const tests of testsInTurn(mutant.file, at)) {
      const verdict = await runTests(copy, tests, limitMs);
      if (verdict !== 'Survived') return verdict;
    }
    return 'Survived';
  } finally {
    replace(join(copy, mutant.file), mutant.source);
  }
}

/** Those first that tell soonest: what stands beside the file, then all others of the folder, the slow ones last. */
function testsInTurn(
  file: string,
  { copy, folder }: { readonly copy: string; readonly folder: string },
): readonly (readonly string[])[] {
  const all = testsOf(copy, folder);
  const own = file.replace(/\.ts$/, '.test.ts');
  const others = all.filter((path) => path !== own);
  const isSlow = (path: string) => path.endsWith('.security.test.ts');
  return [
    all.filter((path) => path === own),
    others.filter((path) => !isSlow(path)),
    others.filter(isSlow),
  ].filter((tests) => tests.length > 0);
}

/** The tests of a folder of core, from the root of a copy. */
function testsOf(copy: string, folder: string): readonly string[] {
  const path = `packages/core/src/${folder}`;
  return readdirSync(join(copy, path), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => `${path}/${name}`);
}

/** A file of its own: the copy's was a link to the repository's. */
function replace(file: string, text: string): void {
  unlinkSync(file);
  writeFileSync(file, text);
}

function isTypeScript(text: string): boolean {
  try {
    transformSync(text, { loader: 'ts', logLevel: 'silent' });
    return true;
  } catch {
    return false;
  }
}

function runTests(copy: string, paths: readonly string[], limitMs: number): Promise<Verdict> {
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const args = [vitest, 'run', ...paths, '--bail=1', '--reporter=dot'];
  const { promise, resolve, reject } = Promise.withResolvers<Verdict>();
  const tests = spawn(process.execPath, args, { cwd: copy, stdio: 'ignore' });
  const timer = setTimeout(() => tests.kill('SIGKILL'), limitMs);
  tests.once('error', reject);
  tests.once('close', (code, signal) => {
    clearTimeout(timer);
    if (signal !== null) resolve('Timeout');
    else resolve(code === 0 ? 'Survived' : 'Killed');
  });
  return promise;
}

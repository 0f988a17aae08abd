import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { startVitest, type Vitest } from 'vitest/node';
import { exceptions } from './branches/exceptions.ts';
import { gapsOf, judgeGaps, tallyOf } from './branches/gaps.ts';
import { root } from './run.ts';

/** What must be covered, by the tests beside it alone. */
const folders = ['packages/core/src', 'packages/tvm/src/http'] as const;

/** They judge how calls interleave, for many seconds, and cover nothing that others do not. */
const passedOver = ['**/*interleavings*', '**/chain.security.test.ts'];

process.exitCode = await main();

/** Runs the tests, prints what is covered, and fails where a branch or a function is not and no exception tells why. */
async function main(): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'sentinel-coverage-'));
  try {
    const vitest = await startVitest('test', [...folders], {
      run: true,
      watch: false,
      reporters: ['dot'],
      exclude: ['**/node_modules/**', ...passedOver],
      // Instrumented code is slow, and some properties are long already.
      testTimeout: 60_000,
      setupFiles: [join(root, 'testing', 'mutation', 'still-clock.ts')],
      coverage: {
        enabled: true,
        provider: 'v8',
        include: folders.map((each) => `${each}/**/*.ts`),
        exclude: ['**/*.test.ts'],
        reporter: ['json'],
        reportsDirectory: folder,
      },
    });
    await vitest.close();
    const failure = failureOf(vitest);
    if (failure !== undefined) {
      console.error(`${failure}: nothing is measured`);
      return 1;
    }
    return report(JSON.parse(readFileSync(join(folder, 'coverage-final.json'), 'utf8')));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What failed, in words; Vitest's own count takes the file of a failed test, and each group around it, for one more. */
function failureOf({ state }: Vitest): string | undefined {
  const modules = state.getTestModules();
  const broken = modules.filter((module) => !module.ok());
  const errors = state.getUnhandledErrors();
  if (broken.length + errors.length === 0) return undefined;
  const failed = broken.flatMap(({ children }) => [...children.allTests('failed')]);
  return `${failed.length} tests failed in ${broken.length} files, ${errors.length} errors were outside of tests`;
}

function report(coverage: Parameters<typeof gapsOf>[0]): number {
  const gaps = gapsOf(coverage, (path) => readFileSync(path, 'utf8'));
  const { open, excepted, stale } = judgeGaps(
    gaps.map((gap) => ({ ...gap, file: relative(root, gap.file) })),
    exceptions,
  );
  for (const { folder, branches, functions } of tallyOf(coverage, folders)) {
    console.log(`${folder}: branches ${branches}, functions ${functions}`);
  }
  console.log(`${excepted} exceptions, each with its reason in scripts/branches/exceptions`);
  for (const { file, line, part } of open) console.error(`not covered: ${file}:${line} ${part}`);
  for (const each of stale) console.error(`an exception of nothing: ${each}`);
  console.log(open.length === 0 ? 'every other branch is covered' : `${open.length} gaps`);
  return open.length + stale.length === 0 ? 0 : 1;
}

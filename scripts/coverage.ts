import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { startVitest } from 'vitest/node';
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
    const failed = vitest.state.getCountOfFailedTests();
    if (failed > 0) {
      console.error(`${failed} tests failed: nothing is measured`);
      return 1;
    }
    return report(JSON.parse(readFileSync(join(folder, 'coverage-final.json'), 'utf8')));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
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
  console.log(`${excepted} exceptions, each with its reason in scripts/branches/exceptions.ts`);
  for (const { file, line, part } of open) console.error(`not covered: ${file}:${line} ${part}`);
  for (const each of stale) console.error(`an exception of nothing: ${each}`);
  console.log(open.length === 0 ? 'every other branch is covered' : `${open.length} gaps`);
  return open.length + stale.length === 0 ? 0 : 1;
}

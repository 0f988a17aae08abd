import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checks } from './checks.ts';
import { installOnce } from './install-once.ts';
import { run } from './run.ts';

/** How many of something passed and failed. */
type Count = { readonly passed: number; readonly failed: number };

/** The oldest Node that the CLI promises to run on. */
const oldestNode = '22.12.0';

const steps: readonly { readonly name: string; readonly run: () => Count }[] = [
  { name: 'the CDK', run: () => one(installOnce('packages/cdk', 'the CDK')) },
  {
    name: 'the IAM simulator',
    run: () => one(installOnce('testing/truth-table', 'the IAM simulator')),
  },
  ...checks.map(({ name, passes }) => ({ name, run: () => one(passes()) })),
  {
    name: "AWS's runtime client",
    run: () => one(run(process.execPath, ['scripts/install-ric.ts']) === 0),
  },
  { name: 'rivals in speed', run: () => one(installOnce('bench', 'what is measured against')) },
  { name: 'tests', run: runTests },
  { name: 'security invariants', run: () => one(npm(['run', 'test:security', '--', '--list'])) },
  { name: 'sabotage', run: () => one(npm(['run', 'sabotage'])) },
  { name: 'build the CLI', run: () => one(npm(['run', 'build'])) },
  {
    name: `the built CLI on Node ${oldestNode}`,
    run: () =>
      one(
        npm([
          'exec',
          '--yes',
          `--package=node@${oldestNode}`,
          '--',
          'node',
          'scripts/smoke-cli.mjs',
        ]),
      ),
  },
  { name: 'build the Lambda', run: () => one(npm(['run', 'build:lambda'])) },
  { name: 'load', run: () => one(npm(['run', 'load', '--', '--smoke'])) },
  { name: 'demo', run: () => one(npm(['run', 'demo'])) },
];

const counts = steps.map(({ name, run: runStep }) => {
  console.log(`\n--- ${name}`);
  const startedAtMs = Date.now();
  const count = runStep();
  const seconds = Math.round((Date.now() - startedAtMs) / 1000);
  console.log(`--- ${name}: ${count.passed} passed, ${count.failed} failed, ${seconds} s`);
  return count;
});
const passed = counts.reduce((sum, count) => sum + count.passed, 0);
const failed = counts.reduce((sum, count) => sum + count.failed, 0);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);

function one(passes: boolean): Count {
  return passes ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

function npm(args: readonly string[]): boolean {
  return run('npm', args) === 0;
}

/** The README's test command; a run that ended without a report counts as a failure. */
function runTests(): Count {
  const folder = mkdtempSync(join(tmpdir(), 'sentinel-ci-'));
  const report = join(folder, 'report.json');
  try {
    const isOk = npm([
      'test',
      '--',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
    ]);
    const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(report, 'utf8'));
    const failedTests = Number(numFailedTests);
    return {
      passed: Number(numPassedTests),
      failed: isOk ? failedTests : Math.max(failedTests, 1),
    };
  } catch (error) {
    console.error(error);
    return { passed: 0, failed: 1 };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

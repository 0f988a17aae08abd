import { readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { installOnce } from './install-once.ts';
import { scoreOf } from './mutants/score.ts';
import { root, run } from './run.ts';

/** The folders of core that decide who gets in: their tests must notice nearly every change of the code. */
const folders = ['identity', 'session', 'approval', 'break-glass', 'revocation', 'policy'] as const;

/** Per cent of the mutants that tests can meet. */
const leastScore = 85;

const home = 'testing/mutation';

process.exitCode = main(process.argv.slice(2));

/** Changes the code of the folders that are named, or of all, in thousands of small ways, and tells how many the tests notice. */
function main(named: readonly string[]): number {
  const unknown = named.find((name) => !folders.some((folder) => folder === name));
  if (unknown !== undefined) {
    console.error(`no folder \`${unknown}\`; there are ${folders.join(', ')}`);
    return 2;
  }
  if (!installOnce(home, 'Stryker')) return 1;
  const wanted = folders.filter((folder) => named.length === 0 || named.includes(folder));
  const scores = wanted.map(mutate);
  return scores.every((score) => score >= leastScore) ? 0 : 1;
}

/** The score of one folder; 0 where nothing was measured. Its report stays beside the configuration. */
function mutate(folder: string): number {
  const began = Date.now();
  const stryker = join(home, 'node_modules', '@stryker-mutator', 'core', 'bin', 'stryker.js');
  const mutated = `packages/core/src/${folder}/**/*.ts,!packages/core/src/**/*.test.ts`;
  const args = [stryker, 'run', join(home, 'stryker.config.json'), '--mutate', mutated];
  if (run(process.execPath, args) !== 0) return 0;
  const report = join(root, home, 'reports', `${folder}.json`);
  renameSync(join(root, home, 'reports', 'mutation.json'), report);
  const { percent, text } = scoreOf(readFileSync(report, 'utf8'));
  const minutes = ((Date.now() - began) / 60_000).toFixed(0);
  console.log(`${folder}: ${text} in ${minutes} min`);
  return percent ?? 0;
}

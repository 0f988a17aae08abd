import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { installOnce } from './install-once.ts';
import { tryAgain } from './mutants/again.ts';
import { nameOf, readMutants } from './mutants/mutant.ts';
import { scoreOf } from './mutants/score.ts';
import { root, run } from './run.ts';

/** The folders of core that decide who gets in: their tests must notice nearly every change of the code. */
const folders = ['identity', 'session', 'approval', 'break-glass', 'revocation', 'policy'] as const;

/** Per cent of the mutants that tests can meet. */
const leastScore = 85;

const home = 'testing/mutation';

process.exitCode = await main(process.argv.slice(2));

/** Changes the code of the folders that are named, or of all, in thousands of small ways, and tells how many the tests notice. */
async function main(args: readonly string[]): Promise<number> {
  const named = args.filter((arg) => arg !== '--again');
  const unknown = named.find((name) => !folders.some((folder) => folder === name));
  if (unknown !== undefined) {
    console.error(`no folder \`${unknown}\`; there are ${folders.join(', ')}`);
    return 2;
  }
  const wanted = folders.filter((folder) => named.length === 0 || named.includes(folder));
  if (!args.includes('--again')) {
    if (!installOnce(home, 'Stryker')) return 1;
    if (!wanted.every(mutate)) return 1;
  }
  const scores: number[] = [];
  for (const folder of wanted) scores.push(await scoreAgain(folder));
  return scores.every((score) => score >= leastScore) ? 0 : 1;
}

/** Has Stryker try every mutant of a folder; whether it did. Its report stays beside the configuration. */
function mutate(folder: string): boolean {
  const began = Date.now();
  const stryker = join(home, 'node_modules', '@stryker-mutator', 'core', 'bin', 'stryker.js');
  const mutated = `packages/core/src/${folder}/**/*.ts,!packages/core/src/**/*.test.ts`;
  const args = [stryker, 'run', join(home, 'stryker.config.json'), '--mutate', mutated];
  if (run(process.execPath, args) !== 0) return false;
  renameSync(join(root, home, 'reports', 'mutation.json'), reportOf(folder));
  const { text } = scoreOf(readMutants(readFileSync(reportOf(folder), 'utf8')));
  console.log(`${folder}, by Stryker: ${text} in ${minutesSince(began)} min`);
  return true;
}

/** The score of a folder once what Stryker did not see killed was tried again; 0 where there is no report. */
async function scoreAgain(folder: string): Promise<number> {
  if (!existsSync(reportOf(folder))) {
    console.error(`no report of \`${folder}\`: run it without \`--again\` first`);
    return 0;
  }
  const began = Date.now();
  const mutants = readMutants(readFileSync(reportOf(folder), 'utf8'));
  const seen = mutants.filter(({ status }) => status === 'Killed');
  const tried: { readonly name: string; readonly before: string; readonly status: string }[] = [];
  await tryAgain(
    mutants.filter((mutant) => !seen.includes(mutant)),
    folder,
    {
      lanes: availableParallelism(),
      tell(mutant, status) {
        tried.push({ name: nameOf(mutant), before: mutant.status, status });
        if (status !== 'Killed') console.log(`${status.toLowerCase()}: ${nameOf(mutant)}`);
      },
    },
  );
  const file = join(root, home, 'reports', `${folder}-again.json`);
  writeFileSync(file, JSON.stringify(tried, undefined, 2));
  const { percent, text } = scoreOf([...seen, ...tried]);
  console.log(`${folder}: ${text}, ${tried.length} tried again in ${minutesSince(began)} min`);
  return percent ?? 0;
}

function reportOf(folder: string): string {
  return join(root, home, 'reports', `${folder}.json`);
}

function minutesSince(atMs: number): string {
  return ((Date.now() - atMs) / 60_000).toFixed(0);
}

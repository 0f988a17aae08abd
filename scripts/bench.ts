import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { benches } from '../bench/benches.ts';
import { load } from '../bench/measure/machine.ts';
import { writeReport } from '../bench/measure/report.ts';
import { installOnce } from './install-once.ts';
import { root } from './run.ts';

/** Runs the benchmarks that are named, or all, and writes what they find into `bench/results`. */
async function main(named: readonly string[]): Promise<number> {
  const unknown = named.filter((name) => !Object.hasOwn(benches, name));
  if (unknown.length > 0) {
    console.error(`no benchmark \`${unknown[0]}\`; there are ${Object.keys(benches).join(', ')}`);
    return 2;
  }
  if (!installOnce('bench', 'what is measured against')) return 1;
  let missed = 0;
  for (const [name, { about, load: loadBench }] of Object.entries(benches)) {
    if (named.length > 0 && !named.includes(name)) continue;
    console.log(`\n${name}: ${about} ...`);
    const before = load();
    const at = new Date();
    const result = await (await loadBench())();
    const command = `node scripts/start.mjs bench ${name}`;
    const occasion = { name, about, at, command, load: [before, load()] } as const;
    const path = writeReport(result, occasion, join(root, 'bench', 'results'));
    console.log(readFileSync(path, 'utf8'));
    missed += result.verdicts.filter((verdict) => !verdict.holds).length;
  }
  if (missed > 0) console.log(`${missed} of the budgets are missed`);
  return missed === 0 ? 0 : 1;
}

process.exitCode = await main(process.argv.slice(2));

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Report, reportLoad, reportSoak } from '../bench/load/report.ts';
import { runLoad, runSoak } from '../bench/load/run-load.ts';
import { runSmoke } from '../bench/load/smoke.ts';
import { load } from '../bench/measure/machine.ts';
import { writeReport } from '../bench/measure/report.ts';
import { isInstalled } from '../testing/runtime/runtime-client.ts';
import { root } from './run.ts';

/**
 * Puts load on the app and writes what it found into `bench/results`: all loads in some five minutes, with `--soak`
 * one load for ten minutes. With `--smoke` half a minute, which checks and writes nothing.
 */
async function main([flag, ...more]: readonly string[]): Promise<number> {
  if (more.length > 0 || (flag !== undefined && flag !== '--smoke' && flag !== '--soak')) {
    console.error('usage: npm run load [-- --smoke | --soak]');
    return 2;
  }
  if (!isInstalled) {
    console.error("AWS's runtime client is missing: first `node scripts/start.mjs install-ric`");
    return 1;
  }
  switch (flag) {
    case '--smoke':
      return smoke();
    case '--soak':
      return written('load-soak', async (tell) => reportSoak(await runSoak(tell)));
    default:
      return written('load', async (tell) => reportLoad(await runLoad(tell)));
  }
}

async function smoke(): Promise<number> {
  const checks = await runSmoke();
  for (const { what, found, holds } of checks) {
    console.log(`${holds ? 'holds' : 'FAILS'}: ${what} (${found})`);
  }
  return checks.every(({ holds }) => holds) ? 0 : 1;
}

async function written(
  name: string,
  work: (tell: (what: string) => void) => Promise<Report>,
): Promise<number> {
  const at = new Date();
  const before = load();
  const { about, result, isCorrect, plots } = await work((what) => console.log(`${what} ...`));
  const folder = join(root, 'bench', 'results');
  const date = at.toISOString().slice(0, 10);
  const pictures = Object.entries(plots).map(([end, svg]) => {
    const file = `${date}-${name}-${end}.svg`;
    writeFileSync(join(folder, file), svg);
    return `![${end}](${file})`;
  });
  const [first, ...tables] = result.tables;
  const withPictures =
    first === undefined ? [] : [{ ...first, notes: [...(first.notes ?? []), ...pictures] }];
  const command = `npm run load${name === 'load-soak' ? ' -- --soak' : ''}`;
  const occasion = { name, about, at, command, load: [before, load()] } as const;
  const path = writeReport({ ...result, tables: [...withPictures, ...tables] }, occasion, folder);
  console.log(readFileSync(path, 'utf8'));
  return isCorrect ? 0 : 1;
}

process.exitCode = await main(process.argv.slice(2));

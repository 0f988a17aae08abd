import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { countWork } from './cost/count-work.ts';
import { countDurations } from './cost/durations.ts';
import { costTables } from './cost/tables.ts';
import { root } from './run.ts';

/** The page whose tables are made. */
export const costPage = join(root, 'docs', 'guide', 'cost.md');

const begin = '<!-- Made by `node scripts/start.mjs cost`; a test fails when it is stale. -->';
const end = '<!-- Made until here. -->';

/** The page with its tables as code, prices and assumptions make them now; what people wrote around them stays. */
export async function freshCostPage(): Promise<string> {
  const tables = costTables({ works: await countWork(), durations: await countDurations() });
  const [before, rest = ''] = readFileSync(costPage, 'utf8').split(begin);
  const [, after] = rest.split(end);
  if (after === undefined) throw new Error(`\`${costPage}\` does not say where the tables go`);
  return `${before}${begin}\n\n${tables}\n\n${end}${after}`;
}

if (import.meta.main) {
  const page = await freshCostPage();
  writeFileSync(costPage, page);
  console.log(page.slice(page.indexOf(begin) + begin.length, page.indexOf(end)).trim());
}

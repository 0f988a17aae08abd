import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { findViolations } from './architecture.ts';
import { root, run } from './run.ts';

/** One thing that the whole repository must satisfy. */
export type Check = { readonly name: string; readonly passes: () => boolean };

/** What `npm run check` runs, in order. */
export const checks: readonly Check[] = [
  { name: 'format and lint', passes: () => run('biome', ['ci', '.']) === 0 },
  { name: 'types', passes: () => run('tsc', ['-p', '.']) === 0 },
  { name: 'types of the CDK package', passes: () => typesWhereInstalled('packages/cdk') },
  { name: 'types of the truth table', passes: () => typesWhereInstalled('testing/truth-table') },
  { name: 'architecture', passes: importsGoTheRightWay },
];

/** Of a folder with a lock file of its own, which not everybody installs; CI must. */
function typesWhereInstalled(folder: string): boolean {
  if (existsSync(join(root, folder, 'node_modules'))) return run('tsc', ['-p', folder]) === 0;
  console.error(`left out: needs \`npm ci\` in ${folder}`);
  return process.env['CI'] === undefined;
}

function importsGoTheRightWay(): boolean {
  const violations = findViolations(root);
  for (const { file, specifier, because } of violations) {
    console.error(`${file}: imports \`${specifier}\`: ${because}`);
  }
  return violations.length === 0;
}

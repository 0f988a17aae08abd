import { findViolations } from './architecture.ts';
import { root, run } from './run.ts';

/** One thing that the whole repository must satisfy. */
export type Check = { readonly name: string; readonly passes: () => boolean };

/** What `npm run check` runs, in order. */
export const checks: readonly Check[] = [
  { name: 'format and lint', passes: () => run('biome', ['ci', '.']) === 0 },
  { name: 'types', passes: () => run('tsc', ['-p', '.']) === 0 },
  { name: 'architecture', passes: importsGoTheRightWay },
];

function importsGoTheRightWay(): boolean {
  const violations = findViolations(root);
  for (const { file, specifier, because } of violations) {
    console.error(`${file}: imports \`${specifier}\`: ${because}`);
  }
  return violations.length === 0;
}

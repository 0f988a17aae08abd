import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'vitest';

const library = join(import.meta.dirname, '..', 'node_modules', 'aws-cdk-lib', 'package.json');
const needed = 'needs `npm ci` in packages/cdk';

/**
 * A suite that needs the CDK: skipped where that is not installed; in CI it fails there. It loads what uses the library
 * itself, because a file that imports it cannot even be read without.
 */
export function describeWithCdk(name: string, suite: () => Promise<void>): void {
  // The library takes seconds to load, many where others work too: it is the first test of a file that waits.
  if (existsSync(library)) return void describe(name, { timeout: 60_000 }, suite);
  test(name, ({ skip }) => {
    if (process.env['CI'] !== undefined) throw new Error(needed);
    skip(needed);
  });
}

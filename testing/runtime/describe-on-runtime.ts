import { describe, test } from 'vitest';
import { isInstalled } from './runtime-client.ts';

const needed = 'needs `node scripts/start.mjs install-ric`: a minute or two, on Linux';

/** A suite that needs AWS's runtime client: skipped where that is not installed; in CI it fails there. */
export function describeOnRuntime(name: string, suite: () => void): void {
  if (isInstalled) return void describe(name, suite);
  test(name, ({ skip }) => {
    if (process.env['CI'] !== undefined) throw new Error(needed);
    skip(needed);
  });
}

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Environment } from '../measure/run-process.ts';

/** Sets up a home with this AWS config file, hands over its environment, and removes it whatever happens. */
export async function withHome<T>(
  awsConfig: string,
  work: (env: Environment) => Promise<T>,
): Promise<T> {
  const home = mkdtempSync(join(tmpdir(), 'sentinel-bench-'));
  try {
    mkdirSync(join(home, '.aws'));
    writeFileSync(join(home, '.aws', 'config'), awsConfig);
    return await work({ HOME: home, PATH: process.env['PATH'] ?? '' });
  } finally {
    rmSync(home, { recursive: true });
  }
}

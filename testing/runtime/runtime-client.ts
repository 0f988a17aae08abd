import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('ric/node_modules/aws-lambda-ric/', import.meta.url));

/** Whether AWS's runtime client was compiled here. */
export const isInstalled = existsSync(join(folder, 'rapid-client.node'));

/**
 * Node with AWS's runtime client, bound as the managed runtime's start script binds it: heap by the function's memory,
 * and nothing that `nodejs24.x` leaves off. https://docs.aws.amazon.com/lambda/latest/dg/lambda-nodejs.html
 */
export function nodeRuntime(memoryMb: number): readonly [string, ...string[]] {
  const newSpaceMb = Math.floor(memoryMb / 10);
  return [
    process.execPath,
    '--expose-gc',
    '--max-http-header-size=81920',
    `--max-semi-space-size=${Math.floor(newSpaceMb / 2)}`,
    `--max-old-space-size=${memoryMb - newSpaceMb}`,
    '--no-experimental-require-module',
    '--no-experimental-detect-module',
    join(folder, 'index.mjs'),
  ];
}

import { runSmoke } from '../bench/load/smoke.ts';
import { isInstalled } from '../testing/runtime/runtime-client.ts';

/** Puts load on the app: half a minute of it with `--smoke`. */
async function main(_args: readonly string[]): Promise<number> {
  if (!isInstalled) {
    console.error("AWS's runtime client is missing: first `node scripts/start.mjs install-ric`");
    return 1;
  }
  const checks = await runSmoke();
  for (const { what, found, holds } of checks) {
    console.log(`${holds ? 'holds ' : 'FAILS '} ${what} (${found})`);
  }
  return checks.every(({ holds }) => holds) ? 0 : 1;
}

process.exitCode = await main(process.argv.slice(2));

import { removeCode, unpackZip, withFunction } from '../testing/runtime/a-function.ts';
import { memoryOverVends } from '../testing/runtime/memory.ts';
import { isInstalled } from '../testing/runtime/runtime-client.ts';

/** Prints how much memory the function takes over many vends, 10,000 if no other number is given. */
async function main([vends = '10000']: readonly string[]): Promise<void> {
  if (!isInstalled) throw new Error('first: node scripts/start.mjs install-ric');
  const code = await unpackZip();
  try {
    const samples = await withFunction(code, {}, (deployed) =>
      memoryOverVends(deployed, { vends: Number(vends), every: Math.ceil(Number(vends) / 20) }),
    );
    console.log('| vends | resident MB | peak MB |\n|---:|---:|---:|');
    for (const { vends: done, residentMb, peakMb } of samples) {
      console.log(`| ${done} | ${residentMb} | ${peakMb} |`);
    }
  } finally {
    await removeCode(code);
  }
}

await main(process.argv.slice(2));

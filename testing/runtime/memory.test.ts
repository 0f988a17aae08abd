import { afterAll, beforeAll, expect, test } from 'vitest';
import { removeCode, unpackZip, withFunction } from './a-function.ts';
import { describeOnRuntime } from './describe-on-runtime.ts';
import { type MemorySample, memoryOverVends } from './memory.ts';

describeOnRuntime("the zip's memory under AWS's runtime client", () => {
  let code: string;
  beforeAll(async () => {
    code = await unpackZip();
  });
  afterAll(() => removeCode(code));

  test('stays below 160 MB and level over many vends', { timeout: 240_000 }, async () => {
    await withFunction(code, {}, async (deployed) => {
      const isEnough = (samples: readonly MemorySample[]) => leastGrowthMb(samples) < 8;
      const plan = { vends: 1000, every: 200, isEnough };

      const samples = await memoryOverVends(deployed, plan);

      expect(samples.at(-1)?.peakMb).toBeLessThan(160);
      expect(leastGrowthMb(samples)).toBeLessThan(8);
      expect(deployed.fn.starts()).toBe(1);
    });
  });
});

/** Between two samples: a leak is in each such span, garbage that a busy machine has not collected yet is not. */
function leastGrowthMb(samples: readonly MemorySample[]): number {
  const growths = samples
    .slice(1)
    .map(({ residentMb }, at) => residentMb - Number(samples[at]?.residentMb));
  return Math.min(...growths);
}

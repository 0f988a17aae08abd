import { afterAll, beforeAll, expect, test } from 'vitest';
import { removeCode, unpackZip, withFunction } from './a-function.ts';
import { describeOnRuntime } from './describe-on-runtime.ts';
import { memoryOverVends } from './memory.ts';

describeOnRuntime("the zip's memory under AWS's runtime client", () => {
  let code: string;
  beforeAll(async () => {
    code = await unpackZip();
  });
  afterAll(() => removeCode(code));

  test('stays below 160 MB and level over many vends', { timeout: 240_000 }, async () => {
    await withFunction(code, {}, async (deployed) => {
      const [middle, end] = await memoryOverVends(deployed, { vends: 400, every: 200 });

      expect(end?.peakMb).toBeLessThan(160);
      expect(Number(end?.residentMb) - Number(middle?.residentMb)).toBeLessThan(8);
      expect(deployed.fn.starts()).toBe(1);
    });
  });
});

import { expect, test } from 'vitest';
import { budgets, ceilings } from './budgets.ts';
import { withCli } from './cli/build.ts';
import { measureLoads, withBuilds } from './cold-start/cold-start.ts';
import { measureStarts, memoryOfExec } from './endpoint/endpoint.ts';
import { withStack } from './endpoint/with-stack.ts';
import { interleave } from './measure/interleave.ts';
import { runProcess } from './measure/run-process.ts';
import { medianOf } from './measure/spread.ts';
import { measureRates, rivalsAreInstalled } from './policy/policy.ts';
import { kinds } from './policy/rule-sets.ts';
import { countRounds } from './vend/rounds.ts';
import { vendsIn } from './vend/vend.ts';

const patientMs = 120_000;

test(
  'the function is no larger than its budget, and loads within reach of its twin',
  async () => {
    await withBuilds(async (builds) => {
      const { api, twin } = await measureLoads(builds, { runs: 9, unit: 'loadCpuMs' });

      expect(builds.bytes['api.cjs']).toBeLessThanOrEqual(budgets.entryBytes);
      expect(medianOf(api) / medianOf(twin)).toBeLessThanOrEqual(ceilings.loadRatio);
    });
  },
  patientMs,
);

test('a warm vend waits for three rounds of DynamoDB and one of STS, and for none of SSM', async () => {
  const { warm, continued } = await countRounds();

  expect(warm).toEqual([['dynamodb'], ['dynamodb'], ['dynamodb', 'sts'], ['dynamodb']]);
  expect(continued).toEqual(warm);
});

test(
  'a warm vend takes little CPU of our own, and not much beside the SDK',
  async () => {
    const sizes = [300, 200, 200, 200];
    const warm = async (where: string) => {
      const { batches } = await vendsIn(where, sizes);
      return Math.min(...batches.slice(1).map(({ cpuMs, standInMs }) => cpuMs - standInMs));
    };

    expect(await warm('twins')).toBeLessThanOrEqual(ceilings.ownCpuMs);
    expect((await warm('at-once')) / (await warm('sdk'))).toBeLessThanOrEqual(ceilings.overSdk);
  },
  patientMs,
);

test.runIf(rivalsAreInstalled).each([10, 100])(
  'policy of %i rules is judged at ten times the rate of Cedar',
  async (count) => {
    for (const make of Object.values(kinds)) {
      const rates = await measureRates(make(count), 3);

      expect(
        rates.sentinel.median / rates['Cedar, policies parsed before'].median,
      ).toBeGreaterThanOrEqual(budgets.overCedar);
    }
  },
  patientMs,
);

test(
  'the built command starts as fast as Node nearly does, and `exec` stays small and quick',
  async () => {
    await withCli((main) =>
      withStack(async (machine) => {
        const version = await interleave(
          {
            sentinel: async () => (await runProcess([process.execPath, main, '--version'])).ms,
            node: async () => (await runProcess([process.execPath, '-e', '0'])).ms,
          },
          { runs: 7 },
        );
        const { peakMb } = await memoryOfExec(main, machine);
        const { addsMs } = await measureStarts(main, machine, 3);

        expect(medianOf(version.sentinel) / medianOf(version.node)).toBeLessThanOrEqual(
          ceilings.versionOverNode,
        );
        expect(peakMb).toBeLessThan(budgets.execMb);
        expect(Math.min(...addsMs)).toBeLessThan(ceilings.execAddsMs);
      }),
    );
  },
  patientMs,
);

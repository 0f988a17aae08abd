import { setTimeout } from 'node:timers/promises';
import { type Alone, measureAlone } from './alone.ts';
import { type AppStack, withApp, withCode } from './app-stack.ts';
import { type Caller, createCaller } from './call.ts';
import { inconsistencies } from './consistency.ts';
import { type Growth, measureGrowth } from './growth.ts';
import { idleMs } from './idle.ts';
import { measureStep, type Step } from './measure-step.ts';
import { closedLoads, mixLoads, openLoads, type Planned, soak, warmUp, workers } from './plan.ts';
import type { Heap } from './serve-gateway.ts';

/** All that a run found. */
export type Found = {
  /** In their order, `warmUp` first. */
  readonly steps: readonly Step[];
  /** What does not fit together of answers, records and the table. */
  readonly inconsistencies: readonly string[];
  /** What failed between gateway and function. */
  readonly failures: readonly string[];
  /** Instances that were started, over all. */
  readonly starts: number;
};

/** Of every instance, three minutes from the beginning of a soak and at its end. */
export type Heaps = { readonly early: readonly Heap[]; readonly late: readonly Heap[] };

export type FoundSoak = Found & { readonly heaps: Heaps };

export type FoundLoad = Found & { readonly alone: Alone; readonly growth: readonly Growth[] };

/** By then instances are as fast as they will be. */
const earlyMs = 180_000;

/** Every load of the plan. `tell` is told of each part before it begins. */
export function runLoad(tell: (what: string) => void): Promise<FoundLoad> {
  return withCode(async (codeFolder) => {
    const found = await withApp({ codeFolder, workers }, async (app) => {
      const caller = createCaller(app.url);
      const step = stepper(app, caller, tell);
      const steps: Step[] = [await step(warmUp)];
      for (const planned of [...closedLoads, ...mixLoads]) steps.push(await step(planned));
      const most = steps.find(({ load }) => load.people === 1000);
      for (const planned of openLoads(most === undefined ? 1 : flowsPerSecond(most))) {
        steps.push(await step(planned));
      }
      const result = await conclude(steps, app);
      tell('stand-ins alone');
      const alone = await measureAlone({ app, caller }, 1500);
      caller.close();
      return { ...result, alone };
    });
    tell('growth of what is stored');
    return { ...found, growth: await measureGrowth(codeFolder, { batches: 20, size: 20 }) };
  });
}

/** Ten minutes of one load. */
export function runSoak(tell: (what: string) => void): Promise<FoundSoak> {
  return withCode((codeFolder) =>
    withApp({ codeFolder, workers }, async (app) => {
      const caller = createCaller(app.url);
      const step = stepper(app, caller, tell);
      const warm = await step(warmUp);
      const early = setTimeout(earlyMs).then(() => app.heaps());
      const [soaked, ofEarly] = await Promise.all([step(soak), early]);
      const heaps = { early: ofEarly, late: await app.heaps() };
      caller.close();
      return { ...(await conclude([warm, soaked], app)), heaps };
    }),
  );
}

function stepper(app: AppStack, caller: Caller, tell: (what: string) => void) {
  return ({ name, load }: Planned): Promise<Step> => {
    tell(`${name}: ${load.seconds} s`);
    return measureStep(name, load, { app, caller, idleMs });
  };
}

/** Flows that began, a second: an approval is three calls. */
function flowsPerSecond({ driven }: Step): number {
  const { samples, startedAtMs, endedAtMs } = driven;
  const flows = samples.filter(({ what }) => what !== 'request' && what !== 'approve').length;
  return flows / ((endedAtMs - startedAtMs) / 1000);
}

async function conclude(steps: readonly Step[], app: AppStack): Promise<Found> {
  const samples = steps.flatMap(({ driven }) => driven.samples);
  const { failures, workers: all } = await app.state();
  return {
    steps,
    inconsistencies: inconsistencies(samples, await app.records(), await app.storedVends()),
    failures,
    starts: all.reduce((sum, { starts }) => sum + starts, 0),
  };
}

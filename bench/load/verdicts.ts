import { number, type Verdict } from '../measure/table.ts';
import type { Growth } from './growth.ts';
import type { Step } from './measure-step.ts';
import { targets } from './plan.ts';
import type { Found, FoundLoad, FoundSoak, Heaps } from './run-load.ts';
import type { Heap } from './serve-gateway.ts';
import { type Slope, slopeOf } from './slope.ts';
import { percent } from './tables.ts';

/** Verdicts of a whole run; the first step, in which instances start and warm up, has none but of errors. */
export function verdictsOf({ steps, growth, ...found }: FoundLoad): readonly Verdict[] {
  const [, ...warm] = steps;
  return [...correctnessOf({ steps, ...found }), ...outside(warm), core(warm), grown(growth)];
}

/** Verdicts of a soak. */
export function soakVerdicts(found: FoundSoak): readonly Verdict[] {
  const [, ...warm] = found.steps;
  return [...correctnessOf(found), ...outside(warm), live(found.heaps), flat(memorySlope(warm))];
}

/** Of what must never be missed, by any load: no error, and one story in answers, records and the table. */
export function correctnessOf({
  steps,
  inconsistencies,
  failures,
  starts,
}: Found): readonly Verdict[] {
  const errors = [...steps.flatMap((step) => step.errors), ...failures];
  const calls = steps.reduce((sum, step) => sum + step.calls, 0);
  return [
    {
      budget: 'no error under any load',
      measured:
        `${number(errors.length, 0)} of ${number(calls, 0)} calls ${errors.slice(0, 2).join(' | ')}`.trim(),
      holds: errors.length === 0,
    },
    {
      budget:
        'every answer recorded once and as it was given, every vend stored, every chain whole',
      measured: `${number(inconsistencies.length, 0)} faults ${inconsistencies.slice(0, 2).join(' | ')}; ${starts} instances started`,
      holds: inconsistencies.length === 0,
    },
  ];
}

function outside(steps: readonly Step[]): readonly Verdict[] {
  const limit = targets.outsideP99Ms;
  const judged = steps.filter(({ outside: { count } }) => count >= 100);
  const met = judged.filter(({ outside: { p99 } }) => p99 < limit);
  const p99s = steps.map(({ name, outside: { p99 } }) => `${name} ${number(p99)}`).join('; ');
  const threads = steps.map(({ name, thread: { p99 } }) => `${name} ${number(p99)}`).join('; ');
  return [
    {
      budget: `time outside AWS: p99 below ${limit} ms`,
      measured: `in ${met.length} of ${judged.length} loads (of fewer than 100 calls none is judged): ${p99s}`,
      holds: met.length === judged.length,
    },
    {
      budget: `the same in CPU of the main thread, which other processes do not stretch by waiting`,
      measured: threads,
      holds: judged.every(({ thread: { p99 } }) => p99 < limit),
    },
  ];
}

function core(steps: readonly Step[]): Verdict {
  const direct = steps.find(({ load }) => load.mix.direct === 1);
  const vends = direct === undefined ? 0 : direct.vends / direct.cpuSeconds.app;
  return {
    budget: `at least ${targets.vendsPerCoreSecond} vends for a second of the app's CPU`,
    measured: `${number(vends, 0)} (${number(1000 / vends, 2)} ms of CPU a vend, runtime client included)`,
    holds: vends >= targets.vendsPerCoreSecond,
  };
}

function grown(growths: readonly Growth[]): Verdict {
  return {
    budget: `growth from 1,000 to 100,000 sessions and requests below ${targets.growth * 100} %, in CPU of a call`,
    measured: growths
      .map(({ what, cpu, clock }) => `${what} ${percent(cpu)} (by the clock ${percent(clock)})`)
      .join('; '),
    holds: growths.every(({ cpu }) => cpu < targets.growth),
  };
}

function live({ early, late }: Heaps): Verdict {
  const sum = (heaps: readonly Heap[]) => heaps.reduce((all, heap) => all + heap.live, 0);
  const growth = sum(late) / sum(early) - 1;
  return {
    budget: `what is in use of an instance's heap grows less than ${targets.memoryGrowth * 100} % in the last seven minutes`,
    measured: `${percent(growth)}, from ${number(sum(early) / early.length / 1e6)} to ${number(sum(late) / late.length / 1e6)} MB an instance`,
    holds: growth < targets.memoryGrowth,
  };
}

/** Of an instance's memory, in shares of it each ten minutes; the first two minutes are left out. */
function memorySlope(steps: readonly Step[]): Slope {
  const points = steps.flatMap(({ memory }) => memory);
  const start = points[0]?.second ?? 0;
  const each = points
    .filter(({ second }) => second - start > 120)
    .map(({ second, totalMb, instances }) => ({ x: second / 600, y: totalMb / instances }));
  const mean = each.reduce((sum, { y }) => sum + y, 0) / each.length;
  const { perUnit, low, high } = slopeOf(each);
  return { perUnit: perUnit / mean, low: low / mean, high: high / mean };
}

function flat({ perUnit, low, high }: Slope): Verdict {
  return {
    budget: `resident memory level: by 95 % it grows less than ${targets.memoryGrowth * 100} % in ten minutes`,
    measured: `${percent(perUnit)} in ten minutes (${percent(low)} to ${percent(high)})`,
    holds: high < targets.memoryGrowth,
  };
}

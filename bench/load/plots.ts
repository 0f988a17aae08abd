import type { MemoryPoint, Step } from './measure-step.ts';
import { type Plot, toSvg } from './plot.ts';

/** SVGs by the end of their file's name. */
export type Plots = Readonly<Record<string, string>>;

/** Plots of a whole run. */
export function plotsOf(steps: readonly Step[]): Plots {
  const people = steps.filter(
    ({ load }) =>
      load.kind === 'closed' && load.mix.direct < 1 && load.mix.direct > 0 && load.pauseMs > 0,
  );
  const open = steps.filter(({ load }) => load.kind === 'open');
  return {
    latency: toSvg(latencyPlot([...people, ...open])),
    outside: toSvg(outsidePlot([...people, ...open])),
    throughput: toSvg(throughputPlot(people)),
    memory: toSvg(memoryPlot(steps.flatMap(({ memory }) => memory))),
  };
}

/** The plot of a soak. */
export function soakPlots(steps: readonly Step[]): Plots {
  return { memory: toSvg(memoryPlot(steps.flatMap(({ memory }) => memory))) };
}

const nines = {
  label: 'of 100 calls so many are faster',
  scale: 'log',
  marks: [
    { at: 1, text: '0' },
    { at: 2, text: '50' },
    { at: 10, text: '90' },
    { at: 100, text: '99' },
    { at: 1000, text: '99.9' },
  ],
} as const;

function latencyPlot(steps: readonly Step[]): Plot {
  return {
    title: 'Latency, from the intended time to the answer',
    x: nines,
    y: { label: 'ms', scale: 'log' },
    series: steps.map(({ name, driven }) => ({
      name,
      points: distribution(driven.samples.map(({ reply, dueAtMs }) => reply.cameAtMs - dueAtMs)),
    })),
  };
}

function outsidePlot(steps: readonly Step[]): Plot {
  return {
    title: 'Within an instance, while no answer of AWS is awaited',
    x: nines,
    y: { label: 'ms', scale: 'log' },
    series: steps.map(({ name, driven }) => ({
      name,
      points: distribution(
        driven.samples.flatMap(({ reply: { inside } }) =>
          inside === undefined || inside.isCold ? [] : [inside.handlerMs - inside.waitedMs],
        ),
      ),
    })),
  };
}

/** Against `1 / (1 - share)`, so that each nine more takes as much room. */
function distribution(samples: readonly number[]) {
  const sorted = samples.toSorted((one, other) => one - other);
  const steps = 120;
  const widest = Math.min(3, Math.log10(Math.max(2, sorted.length)));
  return Array.from({ length: steps + 1 }, (_, nth) => {
    const x = 10 ** ((nth * widest) / steps);
    const at = Math.min(sorted.length - 1, Math.floor((1 - 1 / x) * sorted.length));
    return { x, y: sorted[at] ?? Number.NaN };
  });
}

function throughputPlot(steps: readonly Step[]): Plot {
  const rates = (of: (step: Step) => number) =>
    steps.map((step) => ({ x: step.load.people, y: of(step) }));
  const seconds = ({ driven }: Step) => (driven.endedAtMs - driven.startedAtMs) / 1000;
  return {
    title: 'Throughput, people who pause for a second',
    x: {
      label: 'people',
      scale: 'log',
      marks: [1, 10, 100, 1000].map((at) => ({ at, text: at.toLocaleString('en-US') })),
    },
    y: { label: 'a second', scale: 'linear' },
    series: [
      { name: 'calls', points: rates(({ perSecond }) => perSecond) },
      { name: 'vends', points: rates((step) => step.vends / seconds(step)) },
    ],
  };
}

function memoryPlot(points: readonly MemoryPoint[]): Plot {
  const start = points[0]?.second ?? 0;
  const line = (of: (point: MemoryPoint) => number) =>
    points.map((point) => ({ x: point.second - start, y: of(point) }));
  return {
    title: 'Memory of the instances',
    x: { label: 'seconds', scale: 'linear' },
    y: { label: 'MB resident', scale: 'linear' },
    series: [
      {
        name: 'mean of the instances',
        points: line(({ totalMb, instances }) => totalMb / instances),
      },
      { name: 'the largest', points: line(({ largestMb }) => largestMb) },
    ],
  };
}

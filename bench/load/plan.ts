import type { Load, Mix } from './drive.ts';

/** Instances at most: two for each of the two cores that all processes here share. */
export const workers = 4;

/** A morning: most people just ask, some need an approval, some are refused. */
export const mixed: Mix = { direct: 0.7, approved: 0.15, denied: 0.15 };

/** A load with its name in the report. */
export type Planned = { readonly name: string; readonly load: Load };

const closed = { kind: 'closed', pauseMs: 1000 } as const;

/** Instances start, and their code gets as fast as it will: reported, and in no verdict. */
export const warmUp: Planned = {
  name: 'start and warm up',
  load: { kind: 'closed', mix: mixed, people: 8, pauseMs: 0, seconds: 25, firstPerson: 900_000 },
};

/** More and more people, who pause for a second; then what each kind of call does alone. */
export const closedLoads: readonly Planned[] = [
  { name: '1 person', load: { ...closed, mix: mixed, people: 1, seconds: 15, firstPerson: 0 } },
  {
    name: '10 people',
    load: { ...closed, mix: mixed, people: 10, seconds: 15, firstPerson: 1000 },
  },
  {
    name: '100 people',
    load: { ...closed, mix: mixed, people: 100, seconds: 20, firstPerson: 2000 },
  },
  {
    name: '1,000 people',
    load: { ...closed, mix: mixed, people: 1000, seconds: 25, firstPerson: 10_000 },
  },
];

const alone = (name: keyof Mix) => ({ direct: 0, approved: 0, denied: 0, [name]: 1 });

export const mixLoads: readonly Planned[] = (['direct', 'approved', 'denied'] as const).map(
  (name, nth) => ({
    name: `${name} alone, 100 people`,
    load: {
      ...closed,
      mix: alone(name),
      people: 100,
      seconds: 15,
      firstPerson: 20_000 + nth * 1000,
    },
  }),
);

/** Parts of what the app carried at most. */
const parts = [0.25, 0.5, 0.75] as const;

/** Flows at a fixed rate, in parts of the flows a second that 1,000 people got. */
export function openLoads(mostPerSecond: number): readonly Planned[] {
  return parts.map((part, nth) => {
    const perSecond = Math.max(1, Math.round(part * mostPerSecond));
    return {
      name: `open, ${perSecond} flows a second`,
      load: {
        kind: 'open',
        mix: mixed,
        people: 1000,
        perSecond,
        seconds: 20,
        firstPerson: 30_000 + nth * 1000,
      },
    };
  });
}

/** Ten minutes, well below what the app carries. */
export const soak: Planned = {
  name: 'soak',
  load: {
    kind: 'open',
    mix: mixed,
    people: 5000,
    perSecond: 30,
    seconds: 600,
    firstPerson: 50_000,
  },
};

/** What the load test asks of the app. */
export const targets = {
  /** Milliseconds, at the 99th percentile, of a call within the app. */
  outsideP99Ms: 10,
  /** Vends for a second of the app's CPU. */
  vendsPerCoreSecond: 400,
  /** Of time a call, from 1,000 to 100,000 items of each kind. */
  growth: 0.1,
  /** Of an instance's memory, over ten minutes. */
  memoryGrowth: 0.02,
} as const;

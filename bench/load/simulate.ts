import { assumptions, counted } from './assumptions.ts';

/** The numbers behind the assumptions; a test changes them. */
export type Numbers = Readonly<Record<keyof typeof assumptions, number>>;

/** What a day of so many people asks, in the worst second of its worst minute. */
export type Peak = {
  readonly people: number;
  /** Minute of the day, from midnight. */
  readonly minute: number;
  readonly callsPerSecond: number;
  readonly vendsPerSecond: number;
  /** Instances with work at once. */
  readonly concurrency: number;
  /** Of the whole day. */
  readonly coldStarts: number;
  /** Most instances that start in one minute. */
  readonly coldStartsPerMinute: number;
  /** How much of each quota is used, the fullest first. */
  readonly uses: readonly Use[];
};

export type Use = {
  readonly quota: string;
  /** Asked a second, or instances. */
  readonly asked: number;
  readonly limit: number;
  readonly lifts: string;
};

const minutesPerDay = 24 * 60;

/** When most people begin: nine o'clock. */
const morning = 9 * 60;

/** As written down. */
export function numbers(): Numbers {
  const entries = Object.entries(assumptions).map(([name, { value }]) => [name, value] as const);
  // Every member is a number of the same name.
  return Object.fromEntries(entries) as Numbers;
}

/** Calls and vends of each minute of a day. */
type Day = { readonly calls: Float64Array; readonly vends: Float64Array };

/** A day of so many people: starts spread over the morning by a seed, and renewals after each until the day is done. */
export function simulateDay(people: number, given: Numbers, seed = 1): Peak {
  return peakOf(dayOf(people, given, seed), people, given);
}

function dayOf(people: number, given: Numbers, seed: number): Day {
  const random = randomOf(seed);
  const clients = Math.round(people * given.clientsPerPerson);
  const vends = new Float64Array(minutesPerDay);
  const calls = new Float64Array(minutesPerDay);
  for (let nth = 0; nth < clients; nth += 1) {
    const began = morning + gauss(random) * given.peakMinutes;
    const first = clamped(began);
    calls[first] = (calls[first] ?? 0) + given.callsAtStart;
    for (let at = began; at < began + given.workHours * 60; at += given.renewMinutes) {
      const minute = clamped(at);
      vends[minute] = (vends[minute] ?? 0) + 1;
      calls[minute] = (calls[minute] ?? 0) + 1;
    }
  }
  return { calls, vends };
}

function peakOf({ calls, vends }: Day, people: number, given: Numbers): Peak {
  const { minute, most } = largest(calls);
  const burst = (perMinute: number) => burstOf(perMinute / 60, given.jitter);
  const callsPerSecond = burst(most);
  const vendsPerSecond = burst(largest(vends).most);
  const instances = Array.from(calls, (each) => instancesOf(burst(each), given.vendMs));
  const starts = coldStartsOf(instances, given.idleMinutes);
  const coldStartsPerMinute = largest(starts).most;
  const concurrency = instancesOf(callsPerSecond, given.vendMs);
  return {
    people,
    minute,
    callsPerSecond,
    vendsPerSecond,
    concurrency,
    coldStarts: starts.reduce((sum, each) => sum + each, 0),
    coldStartsPerMinute,
    uses: usesOf({ callsPerSecond, vendsPerSecond, concurrency, coldStartsPerMinute }, given),
  };
}

/** Requests of the worst second of a minute: a multiple of the mean, and at small rates what chance brings together. */
export function burstOf(perSecond: number, jitter: number): number {
  if (perSecond === 0) return 0;
  return Math.max(perSecond * jitter, perSecond + 3 * Math.sqrt(perSecond));
}

/** By Little's law as many are at work as come in the time that one takes; and what chance brings together. */
export function instancesOf(perSecond: number, ms: number): number {
  const mean = (perSecond * ms) / 1000;
  return Math.ceil(mean + 3 * Math.sqrt(mean));
}

/** Instances that start in each minute: those beyond what the last minutes have left alive. */
export function coldStartsOf(instances: readonly number[], idleMinutes: number): number[] {
  return instances.map((needed, minute) => {
    const alive = instances.slice(Math.max(0, minute - idleMinutes), minute);
    return Math.max(0, needed - Math.max(0, ...alive));
  });
}

/** Quotas by the share of them that is used. */
function usesOf(
  peak: Pick<Peak, 'callsPerSecond' | 'vendsPerSecond' | 'concurrency' | 'coldStartsPerMinute'>,
  given: Numbers,
): readonly Use[] {
  const { callsPerSecond, vendsPerSecond, concurrency, coldStartsPerMinute } = peak;
  // Instances that start read every document; those that live read them again when their cache has run out.
  const starting = Math.ceil(coldStartsPerMinute * given.startsInSecond);
  const readsPerSecond = counted.documents * (starting + concurrency / counted.cacheSeconds);
  const uses: readonly Use[] = [
    {
      quota: 'API Gateway: the throttle of our modules',
      asked: callsPerSecond,
      limit: given.moduleThrottle,
      lifts: '`throttle_rate`',
    },
    {
      quota: 'DynamoDB: the partition of index `by-time`',
      asked: vendsPerSecond * counted.sharedWriteUnits,
      limit: given.partitionWrites,
      lifts: 'sessions below 1 KB, or several keys for that partition: not built',
    },
    {
      quota: 'DynamoDB: the partition of one profile, where all use one',
      asked: vendsPerSecond * counted.profileReadUnits,
      limit: given.partitionReads,
      lifts: 'several profiles of one role',
    },
    {
      quota: 'DynamoDB: a table that has seen no more',
      asked:
        vendsPerSecond * counted.writeUnits +
        (callsPerSecond - vendsPerSecond) * counted.otherWriteUnits,
      limit: given.newTableWrites,
      lifts: 'warm throughput, set in advance',
    },
    {
      quota: 'STS: AssumeRole',
      asked: vendsPerSecond * counted.stsCalls,
      limit: given.sts,
      lifts: 'a higher quota, on request',
    },
    {
      quota: 'Parameter Store: reads',
      asked: readsPerSecond,
      limit: given.ssm,
      lifts: 'the setting for higher throughput',
    },
    {
      quota: 'Lambda: instances at once',
      asked: concurrency,
      limit: given.lambdaConcurrency,
      lifts: 'a higher quota, on request',
    },
    {
      quota: 'Lambda: new instances in 10 s',
      asked: Math.ceil(coldStartsPerMinute * Math.min(1, 10 * given.startsInSecond)),
      limit: given.lambdaScaling,
      lifts: 'nothing; provisioned concurrency goes around it',
    },
    {
      quota: 'API Gateway: requests',
      asked: callsPerSecond,
      limit: given.apiGateway,
      lifts: 'a higher quota, on request',
    },
  ];
  return uses.toSorted((one, other) => other.asked / other.limit - one.asked / one.limit);
}

/** The fewest people with whom a quota is full: by halving, to two percent; infinite above ten million. */
export function peopleUntil(quota: string, given: Numbers): number {
  // One large day tells of all others: each minute has as many times the calls as there are times the people.
  const sample = 50_000;
  const day = dayOf(sample, given, 1);
  const isFull = (people: number) => {
    const times = (each: number) => (each * people) / sample;
    const scaled = { calls: day.calls.map(times), vends: day.vends.map(times) };
    const use = peakOf(scaled, people, given).uses.find((each) => each.quota === quota);
    if (use === undefined) throw new Error(`there is no quota \`${quota}\``);
    return use.asked >= use.limit;
  };
  let low = 1;
  let high = 10_000_000;
  if (!isFull(high)) return Number.POSITIVE_INFINITY;
  while (high / low > 1.02) {
    const middle = Math.sqrt(low * high);
    if (isFull(middle)) high = middle;
    else low = middle;
  }
  return Math.round(high / 100) * 100;
}

function largest(values: ArrayLike<number>): { readonly minute: number; readonly most: number } {
  let minute = 0;
  for (let at = 1; at < values.length; at += 1) {
    if ((values[at] ?? 0) > (values[minute] ?? 0)) minute = at;
  }
  return { minute, most: values[minute] ?? 0 };
}

function clamped(minute: number): number {
  return Math.min(minutesPerDay - 1, Math.max(0, Math.floor(minute)));
}

/** Box and Muller's way from two even numbers to one of the normal distribution. */
function gauss(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** Mulberry32: numbers from 0 up to 1 that depend on the seed alone. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

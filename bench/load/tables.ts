import { number, type Table } from '../measure/table.ts';
import type { Alone } from './alone.ts';
import { type Growth, stored } from './growth.ts';
import type { Step } from './measure-step.ts';
import type { Percentiles } from './percentiles.ts';
import type { Heaps } from './run-load.ts';

/** What people saw. */
export function latencyTable(steps: readonly Step[]): Table {
  return {
    title: 'What people saw',
    columns: ['load', 'calls', 'calls/s', 'vends', 'errors', 'p50', 'p90', 'p99', 'p99.9', 'most'],
    rows: steps.map(({ name, calls, perSecond, vends, errors, latency }) => [
      name,
      number(calls, 0),
      number(perSecond),
      number(vends, 0),
      number(errors.length, 0),
      ...percentileCells(latency),
    ]),
    notes: [
      'Milliseconds from the intended time of a call to the end of its answer, through the gateway: queue, signatures and HTTP included. Where people wait for answers and pause for a second, a call is intended when it is sent; in an open load when its turn came, however late it was sent.',
    ],
  };
}

/** What the app took of it. */
export function insideTable(steps: readonly Step[]): Table {
  return {
    title: 'Inside an instance',
    columns: [
      'load',
      'outside AWS p50',
      'p90',
      'p99',
      'p99.9',
      'CPU p50',
      'CPU p99',
      'queue p50',
      'queue p99',
      'cold starts',
      'calls to AWS: direct',
      'by grant',
    ],
    rows: steps.map(({ name, outside, thread, queue, coldStarts, callsPerVend }) => [
      name,
      ...percentileCells(outside).slice(0, 4),
      number(thread.p50),
      number(thread.p99),
      number(queue.p50),
      number(queue.p99),
      number(coldStarts, 0),
      callsCell(callsPerVend.direct),
      callsCell(callsPerVend.approved),
    ]),
    notes: [
      'Milliseconds of warm calls of all routes. _Outside AWS_: of the time from event to answer, what is left without the time in which an answer of AWS was awaited; whatever else takes the processors meanwhile is in it. _CPU_: of the main thread for the same calls, which waiting for a processor does not stretch. _Queue_: in the gateway, until an instance was free; Lambda would start one more.',
      'Calls to AWS of a warm vend: the median, and the most where that is more, when documents are read again every 30 s and the place in the trail is noted every 60 s.',
    ],
  };
}

/** How much of the slowest calls is garbage that is collected just then. */
export function collectingTable(steps: readonly Step[]): Table {
  return {
    title: 'Collecting garbage',
    columns: [
      'load',
      'calls in which it happens',
      'outside AWS p99',
      'without it p50',
      'p99',
      'p99.9',
    ],
    rows: steps.map(({ name, withCollecting, withoutCollecting, collectingShare }) => [
      name,
      percent(collectingShare),
      number(withCollecting.p99),
      ...[withoutCollecting.p50, withoutCollecting.p99, withoutCollecting.p999].map((ms) =>
        number(ms),
      ),
    ]),
    notes: [
      'Milliseconds. _Without it_: the same time of the same calls, less what Node says that collecting took while they ran. Node says it later, so an instance tells it with the answer after: these calls are the one before the load, and all of the load but its last. The room for young objects is what the runtime gives a function of 1,024 MB.',
    ],
  };
}

/** What of an instance's memory is in use, early and late. */
export function heapTable({ early, late }: Heaps): Table {
  const megabytes = (bytes: number | undefined) =>
    bytes === undefined ? '' : number(bytes / 1_000_000, 2);
  return {
    title: 'In use once all garbage is collected',
    columns: ['instance', 'MB, after 3 minutes', 'MB, at the end', 'room for young objects then'],
    rows: late.map(({ pid, live, young }, nth) => [
      `${nth + 1}`,
      megabytes(early.find((heap) => heap.pid === pid)?.live),
      megabytes(live),
      megabytes(young),
    ]),
    notes: [
      'Of the JavaScript heap. Asking collects all garbage, after which the room for young objects begins small again; it is done twice in the whole run. What is resident beyond it is garbage that was not collected yet, and the runtime itself.',
    ],
  };
}

/** Where the processors went. */
export function cpuTable(steps: readonly Step[]): Table {
  return {
    title: 'CPU',
    columns: [
      'load',
      'app',
      'gateway',
      'DynamoDB',
      'STS',
      'SSM',
      'people',
      'app, ms a call',
      'machine busy',
    ],
    rows: steps.map(({ name, cpuSeconds, calls, busyShare }) => [
      name,
      number(cpuSeconds.app),
      number(cpuSeconds.gateway),
      number(cpuSeconds.dynamodb),
      number(cpuSeconds.sts),
      number(cpuSeconds.ssm),
      number(cpuSeconds.people),
      number((cpuSeconds.app * 1000) / calls, 2),
      `${number(busyShare * 100, 0)} %`,
    ]),
    notes: [
      'Seconds of CPU by process, from `/proc`: all threads, the runtime client and the loading of code included. All of them share the processors of this machine.',
    ],
  };
}

/** Megabytes of the instances. */
export function memoryTable(steps: readonly Step[]): Table {
  return {
    title: 'Memory',
    columns: ['load', 'instances', 'MB each, at its end', 'the largest'],
    rows: steps.map(({ name, memory }) => {
      const last = memory.at(-1);
      return [
        name,
        number(last?.instances ?? 0, 0),
        last === undefined ? '' : number(last.totalMb / last.instances),
        number(memory.reduce((most, { largestMb }) => Math.max(most, largestMb), 0)),
      ];
    }),
  };
}

/** What the stand-ins take of a vend. */
export function aloneTable(alone: Alone, vend: Step): Table {
  const inside = vend.driven.samples.flatMap(({ reply }) => reply.inside ?? []);
  const waited = inside.reduce((sum, { waitedMs }) => sum + waitedMs, 0) / inside.length;
  return {
    title: 'Stand-ins alone',
    columns: ['what', 'ms'],
    rows: [
      [
        'the four rounds of a direct vend, asked by nobody but this: p50',
        number(alone.rounds.p50, 2),
      ],
      ['... p99', number(alone.rounds.p99, 2)],
      ['CPU of the stand-ins for them', number(alone.standInCpuMs, 2)],
      ['CPU of who asks, by bytes that are ready', number(alone.askerCpuMs, 2)],
      [
        `p50 of what people saw in \`${vend.name}\`, less those rounds`,
        number(vend.latency.p50 - alone.rounds.p50, 2),
      ],
      [`time that the app waited for AWS, in \`${vend.name}\`: mean`, number(waited, 2)],
    ],
    notes: [
      `The nine calls of a vend were kept as the app sent them, and sent again with fresh ids, one vend after another (${number(alone.refused, 0)} of their answers refuse, by a condition on the time). What the app waits for AWS beyond these rounds is the machine, which gives the processors to others.`,
    ],
  };
}

/** How calls fare with more that is stored. */
export function growthTable(growths: readonly Growth[]): Table {
  const few = number(stored.few, 0);
  const many = number(stored.many, 0);
  return {
    title: `From ${few} to ${many} sessions, and as many requests`,
    columns: [
      'call',
      `ms, ${few}`,
      `ms, ${many}`,
      'growth',
      `CPU ms, ${few}`,
      `CPU ms, ${many}`,
      'growth of CPU',
    ],
    rows: growths.map(({ what, few: least, many: most, clock, cpu }) => [
      what,
      number(middle(least.clockMs), 2),
      number(middle(most.clockMs), 2),
      percent(clock),
      number(middle(least.cpuMs), 2),
      number(middle(most.cpuMs), 2),
      percent(cpu),
    ]),
    notes: [
      'Of an instance, from event to answer; medians of batches, both tables asked in turn, and the median of their ratios. A tenth of all is of the caller. Lists are first pages, of 50. The table is held in memory: this shows that the app asks for no more, not how DynamoDB grows.',
    ],
  };
}

export function percent(share: number): string {
  return `${number(share * 100)} %`;
}

function middle(samples: readonly number[]): number {
  return samples.toSorted((one, other) => one - other)[samples.length >> 1] ?? Number.NaN;
}

function percentileCells({ count, p50, p90, p99, p999, max }: Percentiles): readonly string[] {
  return count === 0 ? ['', '', '', '', ''] : [p50, p90, p99, p999, max].map((ms) => number(ms));
}

function callsCell({ count, p50, max }: Percentiles): string {
  if (count === 0) return '';
  return p50 === max ? `${p50}` : `${p50} to ${max}`;
}

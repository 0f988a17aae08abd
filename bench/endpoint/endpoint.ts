import { fileURLToPath } from 'node:url';
import { budgets } from '../budgets.ts';
import { withCli } from '../cli/build.ts';
import { runForJson, runProcess } from '../measure/run-process.ts';
import { type Spread, spreadOf } from '../measure/spread.ts';
import { number, type Result, spreadTable, type Table, type Verdict } from '../measure/table.ts';
import type { Reads } from './read-parallel.ts';
import { type Machine, withStack } from './with-stack.ts';

const pathOf = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const reader = [process.execPath, pathOf('read-parallel.ts')] as const;
const bare = [process.execPath, pathOf('serve-bare.ts')] as const;

const readRuns = 8;
const startRuns = 30;

/** Reads of the local endpoint beside `node:http` alone, and what `exec` costs in memory and time. */
export async function measureEndpoint(): Promise<Result> {
  return withCli((main) =>
    withStack(async (machine) => {
      const { ours, floor } = await measureReads(main, machine, readRuns);
      const idle: Reads['parent'][] = [];
      for (let nth = 0; nth < readRuns; nth += 1) idle.push(await memoryOfExec(main, machine));
      const starts = await measureStarts(main, machine, startRuns);
      const peakMb = spreadOf(idle.map((memory) => memory.peakMb)).max;
      const busyMb = spreadOf(parents(ours).map((memory) => memory.peakMb)).max;
      const adds = spreadOf(starts.addsMs);
      return {
        tables: [
          readTable(ours, floor),
          memoryTable({ idle, ours: parents(ours), floor: parents(floor) }),
          startTable(starts),
        ],
        verdicts: [
          readVerdict('once warm', 'warm', { ours, floor }),
          readVerdict('soon after the start', 'young', { ours, floor }),
          {
            budget: `resident memory of \`exec\`, at its most: below ${budgets.execMb} MB`,
            measured: `${number(peakMb)} MB (${number(busyMb)} MB after some 30,000 reads)`,
            holds: peakMb < budgets.execMb,
          },
          {
            budget: `\`exec\` adds to a child's start, beside the vend: less than ${budgets.execAddsMs} ms`,
            measured: `${number(adds.median)} ms`,
            holds: adds.median < budgets.execAddsMs,
          },
        ],
      };
    }),
  );
}

/** Runs the reader below `exec` and below `node:http` alone, in turn. */
async function measureReads(main: string, { env }: Machine, runs: number) {
  const ours: Reads[] = [];
  const floor: Reads[] = [];
  for (let nth = 0; nth < runs; nth += 1) {
    ours.push(await readsBelow([process.execPath, main, 'exec', 'dev', '--', ...reader], env));
    floor.push(await readsBelow([...bare, ...reader], env));
  }
  return { ours, floor };
}

async function readsBelow(command: readonly string[], env: Machine['env']): Promise<Reads> {
  return (await runForJson(command, { env })) as Reads; // our own program wrote it
}

/** Memory of `exec` while a child runs that does nothing but look, in MB. https://man7.org/linux/man-pages/man5/proc_pid_status.5.html */
export async function memoryOfExec(main: string, { env }: Machine): Promise<Reads['parent']> {
  const look = ['sh', '-c', 'sleep 0.3; cat /proc/$PPID/status'];
  const { stdout } = await runProcess([process.execPath, main, 'exec', 'dev', '--', ...look], {
    env,
  });
  const mb = (name: string) => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(stdout)?.[1]) / 1024;
  return { residentMb: mb('VmRSS'), peakMb: mb('VmHWM') };
}

type Starts = {
  readonly aloneMs: readonly number[];
  readonly belowMs: readonly number[];
  readonly vendMs: readonly number[];
  /** What `exec` adds, pair by pair, without the vend. */
  readonly addsMs: readonly number[];
};

/** From the start of a command to the first instruction of `date`, alone and below `exec`, in turn. */
export async function measureStarts(main: string, machine: Machine, runs: number): Promise<Starts> {
  const starts = { aloneMs: [], belowMs: [], vendMs: [], addsMs: [] } as Record<
    keyof Starts,
    number[]
  >; // an empty list is of any kind
  for (let nth = -1; nth < runs; nth += 1) {
    machine.takeVendMs();
    const alone = await startOf([], machine);
    const below = await startOf([process.execPath, main, 'exec', 'dev', '--'], machine);
    const vend = machine.takeVendMs();
    if (nth < 0) continue;
    starts.aloneMs.push(alone);
    starts.belowMs.push(below);
    starts.vendMs.push(vend);
    starts.addsMs.push(below - alone - vend);
  }
  return starts;
}

/** `date` tells the moment at which it runs, by the same clock. */
async function startOf(before: readonly string[], { env }: Machine): Promise<number> {
  const since = Date.now();
  const { stdout } = await runProcess([...before, 'date', '+%s.%N'], { env });
  return Number(stdout) * 1000 - since;
}

function readVerdict(
  when: string,
  kind: 'young' | 'warm',
  { ours, floor }: { readonly ours: readonly Reads[]; readonly floor: readonly Reads[] },
): Verdict {
  const p99 = (reads: readonly Reads[]) => spreadOf(reads.flatMap((one) => one[kind])).p99;
  return {
    budget: `p99 of 100 reads at once, ${when}: below ${budgets.endpointP99Ms} ms`,
    measured: `${number(p99(ours), 2)} ms (\`node:http\` alone: ${number(p99(floor), 2)} ms)`,
    holds: p99(ours) < budgets.endpointP99Ms,
  };
}

function readTable(ours: readonly Reads[], floor: readonly Reads[]): Table {
  const kinds = {
    young: '100 at once, connections open, soon after the start',
    warm: '100 at once, connections open, once warm',
    fresh: '100 at once, a new connection each',
    single: 'one at a time, a new connection each',
  } as const;
  const row = (who: string, what: string, { runs, min, p10, median, p90, p99, max }: Spread) => [
    `${who}: ${what}`,
    number(runs, 0),
    ...[min, p10, median, p90, p99, max].map((place) => number(place, 2)),
  ];
  return {
    title: 'Reads of the endpoint',
    columns: ['ms', 'reads', 'min', 'p10', 'median', 'p90', 'p99', 'max'],
    rows: Object.entries(kinds).flatMap(([kind, what]) => {
      const all = (reads: readonly Reads[]) =>
        spreadOf(reads.flatMap((one) => one[kind as keyof typeof kinds])); // a key of `kinds`
      return [row('`exec`', what, all(ours)), row('`node:http` alone', what, all(floor))];
    }),
    notes: [
      `The child reads by bytes on sockets, so that the client costs little; ${readRuns} runs of each in turn, 40 rounds of 100 reads each: after 10 rounds, and after 220. All 100 requests leave in one turn of the client's event loop, and the last answer waits for the 99 before it.`,
    ],
  };
}

function parents(reads: readonly Reads[]): readonly Reads['parent'][] {
  return reads.map(({ parent }) => parent);
}

function memoryTable(
  memory: Readonly<Record<'idle' | 'ours' | 'floor', readonly Reads['parent'][]>>,
) {
  const of = (who: keyof typeof memory, what: keyof Reads['parent']) =>
    spreadOf(memory[who].map((one) => one[what]));
  return spreadTable(
    'Memory while the child runs',
    {
      '`exec`, resident': of('idle', 'residentMb'),
      '`exec`, at its most': of('idle', 'peakMb'),
      '`exec` after all reads, at its most': of('ours', 'peakMb'),
      '`node:http` alone, from source, after all reads, at its most': of('floor', 'peakMb'),
    },
    {
      unit: 'MB',
      notes: ['`VmRSS` and `VmHWM` of the process that serves the endpoint.'],
    },
  );
}

function startTable({ aloneMs, belowMs, vendMs, addsMs }: Starts): Table {
  return spreadTable(
    'To the first instruction of the child',
    {
      '`date` alone': spreadOf(aloneMs),
      '`date` below `exec`': spreadOf(belowMs),
      'of that, the vend (time within the server)': spreadOf(vendMs),
      'added by `exec`, by pairs, without the vend': spreadOf(addsMs),
    },
    {
      unit: 'ms',
      notes: [
        'Against the dev stack. Only the time within the server counts as the vend: signing, the connection and reading the answer count as `exec`.',
      ],
    },
  );
}

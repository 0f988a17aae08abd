import { fileURLToPath } from 'node:url';
import { budgets } from '../budgets.ts';
import { runForJson } from '../measure/run-process.ts';
import { medianOf, spreadOf } from '../measure/spread.ts';
import { number, type Result, spreadTable, type Table } from '../measure/table.ts';
import { withAws } from '../stand-ins/with-aws.ts';
import { countRounds, type Rounds } from './rounds.ts';
import type { Batch, Vends } from './run-vends.ts';

const program = fileURLToPath(new URL('run-vends.ts', import.meta.url));

/** Sizes of batches: the first vends apart, then warming up, then what counts. */
const growing = [1, 9, 90, 900, 1500] as const;
const warm = Array.from({ length: 5 }, () => 300);
const processes = 4;

const names = {
  twins: "the server on core's twins: our code alone",
  sdk: 'its nine calls by bare SDK clients, each answered before it would become HTTP',
  'at-once': 'the server with its SDK clients, each request answered before it would become HTTP',
  http: 'the server with its SDK clients over HTTP, to stand-ins in another process',
} as const;

type Where = keyof typeof names;

/** CPU of a vend by three measures, from the first to the thousandth, and the rounds to AWS that it waits for. */
export async function measureVend(): Promise<Result> {
  const runs = await withAws((url) =>
    runVends({ runs: processes, url, sizes: [...growing, ...warm] }),
  );
  const warmOf = (where: Where) =>
    runs[where].flatMap(({ batches }) => batches.slice(growing.length));
  const own = warmOf('at-once').map(({ cpuMs, standInMs }) => cpuMs - standInMs);
  const cpuOf = (where: Where) => spreadOf(warmOf(where).map(({ cpuMs }) => cpuMs));
  const rounds = await countRounds();
  const waits = rounds.warm.map((services) => services.join('+')).join(', ');
  return {
    tables: [
      spreadTable(
        'CPU of a warm vend',
        {
          [names.twins]: cpuOf('twins'),
          [names.sdk]: cpuOf('sdk'),
          [names['at-once']]: cpuOf('at-once'),
          '... without what the stand-ins take': spreadOf(own),
          [names.http]: cpuOf('http'),
        },
        { unit: 'ms of CPU', digits: 2, notes: [warmNote] },
      ),
      agesTable(runs),
      roundsTable(rounds),
    ],
    verdicts: [
      {
        budget: `CPU of a warm vend, SDK included, AWS answering at once: at most ${budgets.vendCpuMs} ms`,
        measured: `${number(medianOf(own), 2)} ms`,
        holds: medianOf(own) <= budgets.vendCpuMs,
      },
      {
        budget: 'rounds of a warm vend: three of DynamoDB, one of STS, none of SSM',
        measured: waits,
        holds: waits === 'dynamodb, dynamodb, dynamodb+sts, dynamodb',
      },
    ],
  };
}

/** Runs vends in fresh processes, one of each kind in turn. */
export async function runVends(plan: {
  readonly runs: number;
  /** Of stand-ins in a process of their own. */
  readonly url: string;
  readonly sizes: readonly number[];
}): Promise<Readonly<Record<Where, readonly Vends[]>>> {
  const runs: Record<Where, Vends[]> = { twins: [], sdk: [], 'at-once': [], http: [] };
  for (let nth = 0; nth < plan.runs; nth += 1) {
    runs.twins.push(await vendsIn('twins', plan.sizes));
    runs.sdk.push(await vendsIn('sdk', plan.sizes));
    runs['at-once'].push(await vendsIn('at-once', plan.sizes));
    runs.http.push(await vendsIn(plan.url, plan.sizes));
  }
  return runs;
}

/** Runs vends in one fresh process. `where`: `twins`, `sdk`, `at-once` or the address of stand-ins. */
export async function vendsIn(where: string, sizes: readonly number[]): Promise<Vends> {
  const command = [process.execPath, program, where, ...sizes.map(String)];
  return (await runForJson(command)) as Vends; // our own program wrote it
}

const warmNote = `Batches of ${warm[0]} vends one after another, after ${growing.reduce((sum, size) => sum + size, 0).toLocaleString('en-US')} vends, in ${processes} fresh processes of each kind in turn; \`process.cpuUsage\`, so all threads count and waiting does not. A vend makes nine calls: eight of DynamoDB and one of STS.`;

/** Code gets faster as it runs: an instance that vends rarely lives in the upper rows. */
function agesTable(runs: Readonly<Record<Where, readonly Vends[]>>): Table {
  const wheres = ['twins', 'sdk', 'at-once', 'http'] as const;
  const median = (where: Where, nth: number) => {
    const batches = runs[where].flatMap(({ batches: all }): Batch[] => all.slice(nth, nth + 1));
    return number(medianOf(batches.map(({ cpuMs, standInMs }) => cpuMs - standInMs)), 2);
  };
  const starts = growing.map((_, nth) =>
    growing.slice(0, nth).reduce((sum, size) => sum + size, 0),
  );
  return {
    title: 'CPU of a vend by the age of the process',
    columns: ['vends', 'twins', 'SDK alone', 'at once', 'HTTP'],
    rows: growing.map((size, nth) => [
      size === 1 ? 'the first' : `${starts[nth]} to ${(starts[nth] ?? 0) + size}`,
      ...wheres.map((where) => median(where, nth)),
    ]),
    notes: [
      'Median of the processes, in ms of CPU, without what stand-ins in the same process take. The first vend reads, checks and parses the documents; from source, so what it loads is neither bundled nor minified (see `cold-start`).',
    ],
  };
}

function roundsTable(rounds: Readonly<Record<'first' | 'warm' | 'continued', Rounds>>): Table {
  const row = (name: string, all: Rounds) => [
    name,
    String(all.length),
    all.map((services) => services.join(' + ')).join(', then '),
  ];
  return {
    title: 'Rounds to AWS',
    columns: ['vend', 'rounds', 'what is asked at once'],
    rows: [
      row('first of an instance', rounds.first),
      row('warm', rounds.warm),
      row('warm, continuing a session', rounds.continued),
    ],
  };
}

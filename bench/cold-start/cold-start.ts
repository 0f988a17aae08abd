import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildLambda, bundleEntry } from '../../scripts/build-lambda.ts';
import { budgets } from '../budgets.ts';
import { interleave, ratios } from '../measure/interleave.ts';
import { runForJson } from '../measure/run-process.ts';
import { medianOf, spreadOf } from '../measure/spread.ts';
import { number, type Result, spreadTable, type Table } from '../measure/table.ts';
import { withAws } from '../stand-ins/with-aws.ts';
import { functionEnvironment, vendEvent } from '../vend/servers.ts';

const starter = fileURLToPath(new URL('start-once.cjs', import.meta.url));
const twinSource = fileURLToPath(new URL('twin.ts', import.meta.url));

/** Milliseconds of one start: the load of its file by the clock and in CPU, then each call. */
type Start = {
  readonly loadMs: number;
  readonly loadCpuMs: number;
  readonly callMs: readonly number[];
};

/** The function's files in a folder of their own, and their bytes. */
export type Unpacked = {
  readonly folder: string;
  readonly bytes: Readonly<Record<string, number>>;
};

const runs = 60;

/** Starts the release build of the function and its twin in fresh processes, in turn. */
export async function measureColdStart(): Promise<Result> {
  return withBuilds(async (builds) => {
    const loads = await measureLoads(builds, { runs, unit: 'loadMs' });
    const cpu = await measureLoads(builds, { runs, unit: 'loadCpuMs' });
    const requests = await withAws((url) => measureRequests(builds, url));
    const ratio = medianOf(loads.api) / medianOf(loads.twin);
    const cpuRatio = medianOf(cpu.api) / medianOf(cpu.twin);
    const entryBytes = builds.bytes['api.cjs'] ?? 0;
    return {
      tables: [
        loadTable('Module load', 'ms', loads),
        loadTable('CPU of module load', 'ms of CPU', cpu),
        requestTable(requests),
        {
          title: 'Files',
          columns: ['file', 'bytes'],
          rows: Object.entries(builds.bytes).map(([name, bytes]) => [name, number(bytes, 0)]),
        },
      ],
      verdicts: [
        {
          budget: `module load over the twin's: at most ${budgets.loadRatio}`,
          measured: `${number(ratio, 2)} (${number(cpuRatio, 2)} in CPU)`,
          holds: ratio <= budgets.loadRatio,
        },
        {
          budget: `\`api.cjs\`: at most ${number(budgets.entryBytes, 0)} bytes`,
          measured: number(entryBytes, 0),
          holds: entryBytes <= budgets.entryBytes,
        },
      ],
    };
  });
}

/** Builds function and twin alike, hands them over, and removes them whatever happens. */
export async function withBuilds<T>(work: (builds: Unpacked) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'sentinel-bench-'));
  try {
    const [{ files }, twin] = await Promise.all([
      buildLambda(),
      bundleEntry('twin.cjs', twinSource),
    ]);
    const all = { ...files, 'twin.cjs': twin.bytes, 'empty.cjs': Buffer.from('') };
    for (const [name, bytes] of Object.entries(all)) writeFileSync(join(folder, name), bytes);
    const bytes = Object.entries(all).map(([name, { length }]) => [name, length] as const);
    return await work({ folder, bytes: Object.fromEntries(bytes) });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Milliseconds of module load, by the clock or in CPU, in turn. */
export function measureLoads(
  { folder }: Unpacked,
  { runs, unit }: { readonly runs: number; readonly unit: 'loadMs' | 'loadCpuMs' },
) {
  const load = (file: string) => async () => (await start(join(folder, file), []))[unit];
  return interleave(
    { api: load('api.cjs'), twin: load('twin.cjs'), empty: load('empty.cjs') },
    { runs, warmUps: 2 },
  );
}

/** Load, first call and later calls of both, against stand-ins in another process. */
async function measureRequests({ folder }: Unpacked, url: string) {
  const starts: Record<'api' | 'twin', Start[]> = { api: [], twin: [] };
  const vend = JSON.stringify(vendEvent(0));
  for (let nth = 0; nth < runs / 2; nth += 1) {
    starts.api.push(await start(join(folder, 'api.cjs'), [vend, vend, vend, vend, vend], url));
    starts.twin.push(await start(join(folder, 'twin.cjs'), ['{}', '{}', '{}', '{}', '{}'], url));
  }
  return starts;
}

async function start(file: string, events: readonly string[], url = ''): Promise<Start> {
  const command = [process.execPath, starter, file, ...events];
  return (await runForJson(command, { env: functionEnvironment(url) })) as Start; // start-once wrote it
}

function loadTable(
  title: string,
  unit: string,
  { api, twin, empty }: Awaited<ReturnType<typeof measureLoads>>,
): Table {
  return spreadTable(
    title,
    {
      '`api.cjs`': spreadOf(api),
      'its twin': spreadOf(twin),
      'an empty file': spreadOf(empty),
      '`api.cjs` over its twin, by pairs': spreadOf(ratios(api, twin)),
    },
    {
      unit,
      digits: 2,
      notes: [
        'The time of `require` in a fresh process; the twin constructs the same three clients and refers to the same commands, built by the same settings and plugins. The budget is about the medians by the clock; CPU, in which the threads of garbage collection and compilation count too, says more where the machine is busy.',
      ],
    },
  );
}

function requestTable(starts: Readonly<Record<'api' | 'twin', readonly Start[]>>): Table {
  const call = (who: 'api' | 'twin', nth: number) =>
    spreadOf(starts[who].map(({ callMs }) => callMs[nth] ?? Number.NaN));
  const whole = (who: 'api' | 'twin') =>
    spreadOf(starts[who].map(({ loadMs, callMs }) => loadMs + (callMs[0] ?? Number.NaN)));
  return spreadTable(
    'The first request',
    {
      'vend: first': call('api', 0),
      'vend: second': call('api', 1),
      'vend: fifth': call('api', 4),
      'twin, one call of each service: first': call('twin', 0),
      'twin: second': call('twin', 1),
      'twin: fifth': call('twin', 4),
      'load and first vend together': whole('api'),
      'load and first call of the twin together': whole('twin'),
    },
    {
      unit: 'ms',
      notes: [
        'Against stand-ins in another process that answer at once. The first vend loads `parse.cjs`, reads its documents in four rounds and parses them; like the twin, it warms up the SDK and opens its connections.',
      ],
    },
  );
}

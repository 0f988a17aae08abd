import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { removeCode, unpackZip } from '../../testing/runtime/a-function.ts';
import type { Filling } from './fill.ts';
import type { Records } from './records.ts';
import type { GatewaySettings, GatewayState, Heap } from './serve-gateway.ts';
import type { Counts, Kept } from './serve-stand-in.ts';
import { ask, type Program, startProgram } from './start-program.ts';
import type { StoredVend } from './stored-vends.ts';

export const services = ['dynamodb', 'ssm', 'sts'] as const;

export type ServiceName = (typeof services)[number];

/** The app and all that it stands on, each in a process of its own. */
export type AppStack = {
  /** Of the gateway. */
  readonly url: string;
  readonly urls: Readonly<Record<ServiceName, string>>;
  /** Processes by what they are; workers that are alive by number. */
  processes(): Promise<
    Readonly<Record<'gateway' | ServiceName, number>> & { workers: readonly number[] }
  >;
  state(): Promise<GatewayState>;
  records(): Promise<Records>;
  /** Of every instance that is alive, after all its garbage was collected. */
  heaps(): Promise<readonly Heap[]>;
  /** Calls so far, of all services. */
  counts(): Promise<Counts>;
  kept(service: ServiceName): Promise<readonly Kept[]>;
  fill(filling: Filling): Promise<void>;
  storedVends(): Promise<readonly StoredVend[]>;
};

/** Unpacks the release build with `measured.cjs` beside it, and removes it whatever happens. */
export async function withCode<T>(work: (codeFolder: string) => Promise<T>): Promise<T> {
  const folder = await unpackZip();
  try {
    const measured = fileURLToPath(new URL('measured.cjs', import.meta.url));
    await copyFile(measured, join(folder, 'measured.cjs'));
    return await work(folder);
  } finally {
    await removeCode(folder);
  }
}

/** Starts stand-ins, gateway and function, and ends them whatever happens. */
export async function withApp<T>(
  options: Pick<GatewaySettings, 'codeFolder' | 'workers'> & Partial<GatewaySettings>,
  work: (app: AppStack) => Promise<T>,
): Promise<T> {
  const started: Program[] = [];
  const start = async (file: string, argument: string) => {
    const program = await startProgram(file, argument);
    started.unshift(program);
    return program;
  };
  try {
    const [dynamodb, ssm, sts] = await Promise.all([
      start('serve-stand-in.ts', 'dynamodb'),
      start('serve-stand-in.ts', 'ssm'),
      start('serve-stand-in.ts', 'sts'),
    ]);
    const urls = { dynamodb: urlOf(dynamodb), ssm: urlOf(ssm), sts: urlOf(sts) };
    const settings: GatewaySettings = { nodeFlags: [], ...options, urls };
    const gateway = await start('serve-gateway.ts', JSON.stringify(settings));
    const control = gateway.urls[1] ?? '';
    const state = async () => (await ask(control, 'state')) as GatewayState; // our own program's
    return await work({
      url: urlOf(gateway),
      urls,
      state,
      processes: async () => ({
        gateway: gateway.pid,
        dynamodb: dynamodb.pid,
        ssm: ssm.pid,
        sts: sts.pid,
        workers: (await state()).workers.flatMap(({ pid }) => (pid === undefined ? [] : [pid])),
      }),
      heaps: async () => (await ask(control, 'heaps')) as readonly Heap[], // our own program's
      records: async () => (await ask(control, 'records')) as Records, // our own program's
      counts: async () => {
        const all = await Promise.all(services.map((name) => ask(urls[name], 'counts')));
        return Object.assign({}, ...all) as Counts; // our own programs'
      },
      kept: async (service) => (await ask(urls[service], 'kept')) as readonly Kept[], // our own program's
      fill: async (filling) => void (await ask(urls.dynamodb, 'fill', filling)),
      storedVends: async () => (await ask(urls.dynamodb, 'vends')) as readonly StoredVend[], // our own program's
    });
  } finally {
    for (const program of started) await program.close();
  }
}

function urlOf({ urls }: Program): string {
  return urls[0] ?? '';
}

import { copyFile, readFile, watch, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleEntry, entries } from '../../scripts/build-lambda.ts';
import { number, type Result } from '../measure/table.ts';
import { withApp, withCode } from './app-stack.ts';
import { createCaller } from './call.ts';
import type { Load } from './drive.ts';
import { idleMs } from './idle.ts';
import { measureStep } from './measure-step.ts';
import { type Profile, places, whereSpent } from './where.ts';

const load: Load = {
  kind: 'closed',
  mix: { direct: 1, approved: 0, denied: 0 },
  people: 4,
  pauseMs: 0,
  seconds: 20,
  firstPerson: 0,
};

/** Where the CPU of a direct vend goes: one instance, always busy, its main thread profiled once it is warm. */
export function measureAnatomy(): Promise<Result> {
  return withCode(async (codeFolder) => {
    const { source } = entries['api.cjs'] ?? { source: '' };
    // As it is released, but with names: each line tells of which file it is.
    const { bytes } = await bundleEntry('api.cjs', source, { minify: false });
    await writeFile(join(codeFolder, 'api.cjs'), bytes);
    const preload = join(codeFolder, 'profiled.cjs');
    await copyFile(fileURLToPath(new URL('profiled.cjs', import.meta.url)), preload);
    const options = { codeFolder, workers: 1, nodeFlags: ['--require', preload] };
    return withApp(options, async (app) => {
      const caller = createCaller(app.url);
      await measureStep('warm up', load, { app, caller, idleMs });
      const { workers } = await app.processes();
      const toggle = () => {
        for (const pid of workers) process.kill(pid, 'SIGHUP');
      };
      toggle();
      const step = await measureStep(
        'profiled',
        { ...load, firstPerson: 10_000 },
        { app, caller, idleMs },
      );
      const written = fileIn(codeFolder, 'profile.json');
      toggle();
      const profile: Profile = JSON.parse(await readFile(await written, 'utf8'));
      caller.close();
      const spent = whereSpent(profile, sourcesOf(Buffer.from(bytes).toString('utf8')));
      const all = [...spent.values()].reduce((sum, one) => sum + one, 0);
      const cpuMs = (step.cpuSeconds.app * 1000) / step.vends;
      const row = (what: string, share: number) => [
        what,
        `${number(share * 100, 0)} %`,
        number(share * cpuMs, 2),
      ];
      return {
        verdicts: [],
        tables: [
          {
            title: 'Where the CPU of a direct vend goes',
            columns: ['where', 'of the main thread', 'ms'],
            rows: [
              ...places.map((place) => row(place, (spent.get(place) ?? 0) / all)),
              row('all threads, by `/proc`', 1),
            ],
            notes: [
              `One instance under the runtime client, ${number(step.vends, 0)} vends in ${load.seconds} s, ${number(step.callsPerVend.direct.p50, 0)} calls to AWS each; a sample of the main thread every half millisecond. The milliseconds are its shares of all CPU: what other threads compile and collect is spread over them.`,
            ],
          },
        ],
      };
    });
  });
}

/** From which source each line of a bundle with names is, from 0. */
function sourcesOf(bundle: string): (line: number) => string {
  let current = '';
  const sources = bundle.split('\n').map((line) => {
    current = /^\s*\/\/ (\S*(?:node_modules|packages)\/\S+)$/.exec(line)?.[1] ?? current;
    return current;
  });
  return (line) => sources[line] ?? '';
}

/** Waits until a folder has a file; its path. */
async function fileIn(folder: string, name: string): Promise<string> {
  for await (const { filename } of watch(folder, { signal: AbortSignal.timeout(30_000) })) {
    if (filename === name) break;
  }
  return join(folder, name);
}

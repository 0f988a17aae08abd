import type { AppStack } from './app-stack.ts';
import { withApp, withCode } from './app-stack.ts';
import { createCaller } from './call.ts';
import { inconsistencies } from './consistency.ts';
import type { Load } from './drive.ts';
import { idleMs } from './idle.ts';
import { measureStep, type Step } from './measure-step.ts';

/** What must hold, and whether it does. */
export type Check = { readonly what: string; readonly found: string; readonly holds: boolean };

const mix = { direct: 0.6, approved: 0.2, denied: 0.2 } as const;

const loads: readonly (readonly [string, Load])[] = [
  ['closed', { kind: 'closed', mix, people: 20, pauseMs: 1000, seconds: 7, firstPerson: 0 }],
  ['open', { kind: 'open', mix, people: 20, perSecond: 12, seconds: 6, firstPerson: 100 }],
];

/** Of CPU, which waiting for a processor does not stretch. */
const threadP50Ms = 20;

/** The patience of the app's least patient client: a call that took less repeated nothing. */
const patienceMs = 1000;

/** A small load within half a minute: what must hold on any machine, however busy. */
export async function runSmoke(): Promise<readonly Check[]> {
  return withCode((codeFolder) =>
    withApp({ codeFolder, workers: 2 }, async (app) => {
      const caller = createCaller(app.url);
      const steps: Step[] = [];
      for (const [name, load] of loads) {
        steps.push(await measureStep(name, load, { app, caller, idleMs }));
      }
      caller.close();
      return checksOf(steps, app);
    }),
  );
}

async function checksOf(steps: readonly Step[], app: AppStack): Promise<readonly Check[]> {
  const errors = steps.flatMap((step) => step.errors);
  const samples = steps.flatMap(({ driven }) => driven.samples);
  const wrong = inconsistencies(samples, await app.records(), await app.storedVends());
  const asked = Object.values(await app.counts()).reduce((sum, count) => sum + count, 0);
  const counted = steps.reduce((sum, { callsToAws }) => sum + callsToAws, 0);
  const insides = samples.flatMap(({ reply }) => reply.inside ?? []);
  const slow = insides.filter(({ handlerMs }) => handlerMs >= patienceMs);
  const doubtful = slow.reduce((sum, { calls }) => sum + calls, 0);
  const { failures, oddLines, workers } = await app.state();
  const calls = steps.map(({ callsPerVend: { direct, approved } }) => [
    direct.p50,
    direct.p90,
    approved.p50,
    approved.p90,
  ]);
  const p50s = steps.map(({ thread }) => thread.p50);
  const starts = workers.reduce((sum, worker) => sum + worker.starts, 0);
  return [
    { what: 'no error', found: shown(errors), holds: errors.length === 0 },
    { what: 'nothing fails in the gateway', found: shown(failures), holds: failures.length === 0 },
    { what: 'no line that is not expected', found: shown(oddLines), holds: oddLines.length === 0 },
    {
      what: 'every answer recorded as it was given, every vend stored, every chain whole',
      found: wrong.length === 0 ? `${samples.length} answers` : shown(wrong),
      holds: wrong.length === 0,
    },
    {
      what: 'a warm vend makes 9 calls to AWS, by a grant 11',
      found: calls.map((each) => each.join(', ')).join('; '),
      holds: calls.every((each) => each.join() === '9,9,11,11'),
    },
    {
      what: `no call to AWS is repeated or unaccounted for, but in answers that took ${patienceMs} ms`,
      found: `${asked} were answered, ${counted} were made, ${doubtful} of them in such answers`,
      holds: Math.abs(asked - counted) <= doubtful,
    },
    { what: 'two instances start, once each', found: `${starts}`, holds: starts === 2 },
    {
      what: `half of all calls take less than ${threadP50Ms} ms of the main thread's CPU`,
      found: p50s.map((p50) => `${p50.toFixed(1)} ms`).join(', '),
      holds: p50s.every((p50) => p50 < threadP50Ms),
    },
  ];
}

/** The first few, and how many there are. */
function shown(texts: readonly string[]): string {
  if (texts.length === 0) return 'none';
  return `${texts.length}: ${texts.slice(0, 3).join(' | ')}`;
}

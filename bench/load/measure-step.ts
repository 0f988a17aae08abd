import { performance } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';
import type { AppStack } from './app-stack.ts';
import type { Caller, Inside } from './call.ts';
import { type Driven, drive, type Load } from './drive.ts';
import type { Sample } from './flows.ts';
import { type Percentiles, percentilesOf } from './percentiles.ts';
import { cpuMsOf, residentMbOf } from './processes.ts';

/** What one load did. */
export type Step = {
  readonly name: string;
  readonly load: Load;
  readonly driven: Driven;
  /** From the intended time to the answer, all calls. */
  readonly latency: Percentiles;
  /** In the gateway, waiting for an instance. */
  readonly queue: Percentiles;
  /** Within an instance, while no answer of AWS was awaited; warm calls. */
  readonly outside: Percentiles;
  /** CPU of the instance's main thread for one call: what of the time before does not hang on other processes. */
  readonly thread: Percentiles;
  /** As `outside`, of the calls of which is known what collecting garbage took: told with the answer after. */
  readonly withCollecting: Percentiles;
  /** The same of the same calls, less what collecting took, even where an answer was awaited meanwhile. */
  readonly withoutCollecting: Percentiles;
  /** Calls in which garbage was collected, of all. */
  readonly collectingShare: number;
  readonly errors: readonly string[];
  readonly calls: number;
  readonly vends: number;
  readonly perSecond: number;
  readonly coldStarts: number;
  /** CPU seconds by process, over the step. */
  readonly cpuSeconds: CpuSeconds;
  /** CPU of both cores that was in use, of all there is. */
  readonly busyShare: number;
  readonly memory: readonly MemoryPoint[];
  /** Calls to AWS of a warm vend, by what it rests on. */
  readonly callsPerVend: Readonly<Record<'direct' | 'approved', Percentiles>>;
  /** Calls to AWS of all answers together, as the instances counted them. */
  readonly callsToAws: number;
};

export type CpuSeconds = Readonly<
  Record<'app' | 'gateway' | 'dynamodb' | 'ssm' | 'sts' | 'people', number>
>;

/** Megabytes of all instances, so many seconds after the start of the process that measures. */
export type MemoryPoint = {
  readonly second: number;
  readonly instances: number;
  readonly totalMb: number;
  readonly largestMb: number;
};

/** Puts a load on the app and looks at every process meanwhile. */
export async function measureStep(
  name: string,
  load: Load,
  { app, caller, idleMs }: { app: AppStack; caller: Caller; idleMs: () => number },
): Promise<Step> {
  const before = await cpuSecondsOf(app);
  const idleBefore = idleMs();
  const memory: MemoryPoint[] = [];
  const over = new AbortController();
  const watching = watch(app, memory, over.signal);
  const driven = await drive(load, caller);
  over.abort();
  await watching;
  const after = await cpuSecondsOf(app);
  const seconds = (driven.endedAtMs - driven.startedAtMs) / 1000;
  const { samples, broken } = driven;
  const insides = samples.flatMap(({ reply }) => reply.inside ?? []);
  const warm = insides.filter(({ isCold }) => !isCold);
  const lasts = warm.flatMap(({ last }) => last ?? []);
  const vends = samples.filter(({ what, reply }) => what === 'vend' && reply.status === 200);
  return {
    name,
    load,
    driven,
    latency: percentilesOf(samples.map(({ reply, dueAtMs }) => reply.cameAtMs - dueAtMs)),
    queue: percentilesOf(insides.map(({ queueMs }) => queueMs)),
    outside: percentilesOf(warm.map(outsideOf)),
    thread: percentilesOf(warm.map(({ threadMs }) => threadMs)),
    withCollecting: percentilesOf(lasts.map(({ outsideMs }) => outsideMs)),
    withoutCollecting: percentilesOf(
      lasts.map(({ outsideMs, collectingMs }) => Math.max(0, outsideMs - collectingMs)),
    ),
    collectingShare: lasts.filter(({ collectingMs }) => collectingMs > 0).length / lasts.length,
    errors: [...samples.flatMap(({ error }) => error ?? []), ...broken],
    calls: samples.length,
    vends: vends.length,
    perSecond: samples.length / seconds,
    coldStarts: insides.length - warm.length,
    cpuSeconds: {
      app: after.app - before.app,
      gateway: after.gateway - before.gateway,
      dynamodb: after.dynamodb - before.dynamodb,
      ssm: after.ssm - before.ssm,
      sts: after.sts - before.sts,
      people: after.people - before.people,
    },
    busyShare: 1 - (idleMs() - idleBefore) / (seconds * 1000),
    memory,
    callsPerVend: {
      direct: callsOf(vends, 'Production'),
      approved: callsOf(vends, 'Database'),
    },
    callsToAws: insides.reduce((sum, { calls }) => sum + calls, 0),
  };
}

/** Milliseconds of a call within the instance, while no answer of AWS was awaited. */
function outsideOf({ handlerMs, waitedMs }: Inside): number {
  return handlerMs - waitedMs;
}

function callsOf(vends: readonly Sample[], profile: 'Production' | 'Database'): Percentiles {
  const counts = vends
    .filter(({ reply }) => reply.body.includes(`:role/SentinelProtected-${profile}"`))
    .flatMap(({ reply }) => (reply.inside?.isCold === false ? [reply.inside.calls] : []));
  return percentilesOf(counts);
}

async function cpuSecondsOf(app: AppStack): Promise<CpuSeconds> {
  const { gateway, dynamodb, ssm, sts, workers } = await app.processes();
  const { user, system } = process.cpuUsage();
  return {
    app: workers.reduce((sum, pid) => sum + cpuMsOf(pid), 0) / 1000,
    gateway: cpuMsOf(gateway) / 1000,
    dynamodb: cpuMsOf(dynamodb) / 1000,
    ssm: cpuMsOf(ssm) / 1000,
    sts: cpuMsOf(sts) / 1000,
    people: (user + system) / 1e6,
  };
}

async function watch(app: AppStack, points: MemoryPoint[], over: AbortSignal): Promise<void> {
  while (!over.aborted) {
    const { workers } = await app.processes();
    const each = workers.map(residentMbOf);
    if (each.length > 0) {
      points.push({
        second: performance.now() / 1000,
        instances: each.length,
        totalMb: each.reduce((sum, one) => sum + one, 0),
        largestMb: Math.max(...each),
      });
    }
    await setTimeout(1000, undefined, { signal: over }).catch(() => undefined);
  }
}

import { readFile } from 'node:fs/promises';
import { allowMany } from './a-deployment.ts';
import type { Deployed } from './a-function.ts';

/** Megabytes of the function's process alone, after so many vends. */
export type MemorySample = {
  readonly vends: number;
  readonly residentMb: number;
  /** The most so far. */
  readonly peakMb: number;
};

/** Vends one after another, and looks at the process whenever another `every` are done. */
export async function memoryOverVends(
  { stack, call, fn }: Pick<Deployed, 'stack' | 'call' | 'fn'>,
  plan: { readonly vends: number; readonly every: number },
): Promise<readonly MemorySample[]> {
  allowMany(stack);
  const samples: MemorySample[] = [];
  for (let vends = 1; vends <= plan.vends; vends += 1) {
    await vend(call);
    if (vends % plan.every === 0) samples.push({ vends, ...(await memoryOf(fn.pid())) });
  }
  return samples;
}

/** Tries again like any client where a stand-in on a busy machine was too slow once. */
async function vend(call: Deployed['call'], triesLeft = 5): Promise<void> {
  const reply = await call('alice', 'POST', '/', { profile: 'dev' });
  if (reply.status === 503 && triesLeft > 1) return vend(call, triesLeft - 1);
  if (reply.status !== 200) throw new Error(`not vended: ${reply.body}`);
}

/** What a process takes, in megabytes, as the kernel counts it: Linux only, like the runtime client. */
export async function memoryOf(pid: number | undefined) {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  const megabytes = (field: string) =>
    Math.round(Number(new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1]) / 102.4) / 10;
  return { residentMb: megabytes('VmRSS'), peakMb: megabytes('VmHWM') };
}

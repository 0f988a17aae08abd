import { readFile } from 'node:fs/promises';
import { allowMany } from './a-deployment.ts';
import type { Deployed } from './a-function.ts';
import { vend } from './real-work.ts';

/** Megabytes of the function's process alone, after so many vends. */
export type MemorySample = {
  readonly vends: number;
  readonly residentMb: number;
  /** The most so far. */
  readonly peakMb: number;
};

/** Vends one after another, and looks at the process whenever another `every` are done, until it has seen enough. */
export async function memoryOverVends(
  { stack, call, fn }: Pick<Deployed, 'stack' | 'call' | 'fn'>,
  plan: {
    readonly vends: number;
    readonly every: number;
    readonly isEnough?: (samples: readonly MemorySample[]) => boolean;
  },
): Promise<readonly MemorySample[]> {
  allowMany(stack);
  const samples: MemorySample[] = [];
  for (let vends = 1; vends <= plan.vends; vends += 1) {
    await vend({ call });
    if (vends % plan.every !== 0) continue;
    samples.push({ vends, ...(await memoryOf(fn.pid())) });
    if (plan.isEnough?.(samples)) break;
  }
  return samples;
}

/** What a process takes, in megabytes, as the kernel counts it: Linux only, like the runtime client. */
export async function memoryOf(pid: number | undefined) {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  const megabytes = (field: string) =>
    Math.round(Number(new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1]) / 102.4) / 10;
  return { residentMb: megabytes('VmRSS'), peakMb: megabytes('VmHWM') };
}

import { cpus } from 'node:os';

/** Milliseconds that the machine's processors have been idle since it started, on average of all. */
export function idleMs(): number {
  const all = cpus();
  return all.reduce((sum, { times }) => sum + times.idle, 0) / all.length;
}

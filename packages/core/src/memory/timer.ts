import type { Timer } from '../ports.ts';
import type { MemoryClock } from './clock.ts';

/** Waits by moving the clock. */
export function memoryTimer(clock: MemoryClock): Timer {
  return { wait: async (ms) => clock.advance(ms) };
}

import { exitCodeOf } from '../exit-codes.ts';
import type { Refused } from '../tvm-client.ts';

const firstMs = 5_000;
const mostMs = 15_000;

/** How long before the `nth` look (from 0): 5 s, growing to 15 s, a tenth more or less by chance. */
export function pollPauseMs(nth: number, chance: number): number {
  return Math.min(mostMs, firstMs * 1.15 ** Math.min(nth, 20)) * (0.9 + chance * 0.2);
}

/** Whether a later look may well succeed: too many calls, or a server that is away. */
export function isPassing({ code, status }: Refused): boolean {
  return code === 'RATE_LIMITED' || status >= 500 || exitCodeOf(code) === 7;
}

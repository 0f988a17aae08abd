import type { Clock } from '../ports.ts';

export type MemoryClock = Clock & {
  set(nowMs: number): void;
  advance(byMs: number): void;
};

/** A clock that stands still until it is moved. Milliseconds since the epoch. */
export function memoryClock(startMs: number): MemoryClock {
  let now = startMs;
  return {
    nowMs: () => now,
    set: (nowMs) => {
      now = nowMs;
    },
    advance: (byMs) => {
      now += byMs;
    },
  };
}

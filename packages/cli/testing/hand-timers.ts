import type { Timers } from '../src/agent/timers.ts';

export type HandTimers = Timers & {
  /** Moves time on and runs what falls due on the way, with pending promises in between. */
  advance(ms: number): Promise<void>;
  /** Moves the clock alone, as a machine that sleeps does. */
  sleep(ms: number): void;
};

type Due = { readonly atMs: number; readonly run: () => void };

/** Time that stands still until it is turned. */
export function handTimers(startMs: number, chance = 0): HandTimers {
  let nowMs = startMs;
  let turnedMs = 0;
  const waiting = new Set<Due>();

  return {
    nowMs: () => nowMs,
    chance: () => chance,
    after(delayMs, run) {
      const due = { atMs: turnedMs + delayMs, run };
      waiting.add(due);
      return () => waiting.delete(due);
    },
    async advance(ms) {
      const untilMs = turnedMs + ms;
      for (;;) {
        const next = [...waiting].toSorted((a, b) => a.atMs - b.atMs)[0];
        if (next === undefined || next.atMs > untilMs) break;
        waiting.delete(next);
        nowMs += next.atMs - turnedMs;
        turnedMs = next.atMs;
        next.run();
        await settle();
      }
      nowMs += untilMs - turnedMs;
      turnedMs = untilMs;
      await settle();
    },
    sleep(ms) {
      nowMs += ms;
    },
  };
}

/** Lets what is ready run. */
export async function settle(): Promise<void> {
  await new Promise<void>((resolve) => setImmediate(resolve));
}

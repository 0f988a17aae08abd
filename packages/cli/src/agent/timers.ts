/** Time that tests can turn by hand. */
export type Timers = {
  /** Milliseconds since the epoch. */
  nowMs(): number;
  /** Runs `run` once after `delayMs`; the returned function calls it off. */
  after(delayMs: number, run: () => void): () => void;
  /** 0 up to, not including, 1: jitter, never a secret. */
  chance(): number;
};

/** The machine's own time; a pending timer keeps no process alive. */
export function systemTimers(nowMs: () => number): Timers {
  return {
    nowMs,
    after(delayMs, run) {
      const timer = setTimeout(run, delayMs);
      timer.unref();
      return () => clearTimeout(timer);
    },
    chance: Math.random,
  };
}

import { constants } from 'node:os';

/** Listening for Ctrl-C and its like. */
export type Interrupts = {
  /** Aborted by the first of them. */
  readonly signal: AbortSignal;
  /** What a shell expects of a command that it ended: 128+n. */
  exitCode(): number;
  /** They end the process again, as they do by themselves. */
  release(): void;
};

const interrupting = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Keeps the process alive through them, so that it can say what stands before it ends. */
export function listenForInterrupts(): Interrupts {
  const controller = new AbortController();
  let number: number = constants.signals.SIGINT;
  const interrupt = (signal: NodeJS.Signals) => {
    if (!controller.signal.aborted) number = constants.signals[signal];
    controller.abort();
  };
  for (const signal of interrupting) process.on(signal, interrupt);
  return {
    signal: controller.signal,
    exitCode: () => 128 + number,
    release() {
      for (const signal of interrupting) process.off(signal, interrupt);
    },
  };
}

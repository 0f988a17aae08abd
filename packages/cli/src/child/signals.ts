import { isForeground } from './foreground.ts';

/** Signals that a person or a supervisor may send to us and means for the child. */
const forwarded = ['SIGINT', 'SIGQUIT', 'SIGTERM', 'SIGHUP', 'SIGWINCH'] as const;

/** Those that a terminal sends to its whole foreground group. */
const ofTerminals: ReadonlySet<NodeJS.Signals> = new Set(['SIGINT', 'SIGQUIT']);

/**
 * Hands signals on to a child, and keeps this process from dying of them before the child does. A child that
 * ignores one lives on, and so do we. The returned function takes all of it back.
 * On Windows the console tells the child itself, and a signal sent by us would end it without a word.
 */
export function forwardSignals(send: (signal: NodeJS.Signals) => void): () => void {
  const isWindows = process.platform === 'win32';
  const all: readonly NodeJS.Signals[] = isWindows ? ['SIGINT', 'SIGBREAK', 'SIGHUP'] : forwarded;
  const handle = (signal: NodeJS.Signals) => {
    if (isWindows || (ofTerminals.has(signal) && isForeground())) return;
    send(signal);
  };
  for (const signal of all) process.on(signal, handle);
  return () => {
    for (const signal of all) process.off(signal, handle);
  };
}

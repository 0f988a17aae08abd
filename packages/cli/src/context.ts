import type { Interrupts } from './interrupts.ts';
import type { Settings } from './settings.ts';
import type { TvmClient } from './tvm-client.ts';

/** The base that a command nested in `exec` may be pointed at; no member: it lies in the environment only. */
export type Base = {
  readonly profile?: string;
  /** Absolute path, where it is not the default. */
  readonly configFile?: string;
  /** Absolute path, where it is not the default. */
  readonly credentialsFile?: string;
};

/** What every command gets. */
export type CommandContext = {
  /** Throws `CliError` where settings do not suffice; base credentials are looked for at the first call. */
  readonly client: () => Promise<TvmClient>;
  /** As it was when the command started. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Data, written as it is. */
  readonly stdout: (text: string) => void;
  /** Words, written as they are. */
  readonly stderr: (text: string) => void;
  /** Whether stdout is a terminal. */
  readonly isTerminal: boolean;
  /** Asks the person for a line, '' if they give none; absent where nobody can be asked. */
  readonly ask?: (question: string) => Promise<string>;
  readonly nowMs: () => number;
  /** Resolves after so many milliseconds, or as soon as the signal aborts. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** 0 up to, not including, 1: jitter, never a secret. */
  readonly chance: () => number;
  /** From now until it is released, Ctrl-C and its like end no process but abort a signal. */
  readonly interrupts: () => Interrupts;
  readonly settings: Settings;
  readonly base: Base;
};

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
  readonly nowMs: () => number;
  readonly settings: Settings;
  readonly base: Base;
};

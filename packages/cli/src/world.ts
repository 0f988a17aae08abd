/** All that the command touches outside itself: given by `main.ts`, or by a test. */
export type World = {
  /** As it was when the command started. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The process's live environment, which the AWS SDK reads. */
  readonly processEnv: Record<string, string | undefined>;
  /** Files of settings, the weaker first. */
  readonly settingsPaths: readonly string[];
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
  /** Whether stdout is a terminal. */
  readonly isTerminal: boolean;
  readonly nowMs: () => number;
  /** Resolves after so many milliseconds, or as soon as the signal aborts. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** Asks the person for a line, '' if they give none; absent where nobody can be asked. */
  readonly ask?: (question: string) => Promise<string>;
  /** Absent where nobody can be asked. */
  readonly askMfaCode?: (serial: string) => Promise<string>;
};

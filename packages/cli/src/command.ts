import type { Command } from 'commander';
import type { CommandContext } from './context.ts';

/** Runs a verb's work once settings are read; its number is the exit code. */
export type Run = (work: (context: CommandContext) => Promise<number>) => Promise<void>;

/** What a file of `commands/` exports: `declare` adds arguments, options, help and the action. */
export type VerbModule = {
  /** `--tvm-url`, `--base-profile`, `--region` and `--output` are added to every verb that has none of its own. */
  readonly declare: (command: Command, run: Run) => void;
};

/** A verb before its file is loaded. */
export type Verb = {
  readonly summary: string;
  readonly load: () => Promise<VerbModule>;
};

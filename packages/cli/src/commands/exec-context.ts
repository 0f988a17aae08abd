import type { Timers } from '../agent/timers.ts';
import type { CommandContext } from '../context.ts';

/** What of the context `exec` uses. */
export type ExecContext = Pick<
  CommandContext,
  'client' | 'env' | 'stderr' | 'nowMs' | 'sleep' | 'chance' | 'interrupts' | 'settings' | 'base'
>;

/** What tests turn by hand. */
export type Machine = {
  readonly timers: Timers;
  readonly homeDirectory: string;
  readonly platform: NodeJS.Platform;
};

/** Tells the person a line. */
export function say({ stderr }: Pick<ExecContext, 'stderr'>, line: string): void {
  stderr(`sentinel: ${line}\n`);
}

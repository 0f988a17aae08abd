import type { CommandContext } from '../context.ts';

/** Whether stdout takes bold text: a terminal, no `NO_COLOR` (https://no-color.org), not a dumb one. */
export function mayStyle(context: Pick<CommandContext, 'env' | 'isTerminal'>): boolean {
  return context.isTerminal && !context.env['NO_COLOR'] && context.env['TERM'] !== 'dumb';
}

import { liftRevocation } from '@sentinel/core/contract/revocations';
import type { Command } from 'commander';
import type { Run } from '../command.ts';
import type { CommandContext } from '../context.ts';
import { reportRefusal } from '../refusal.ts';
import { readId } from './arguments.ts';
import { revocationView } from './revocation-view.ts';

const examples = `
Lifts one block; others stand. Sessions, grants and break-glass from before stay void. Nobody lifts one on
himself.

Examples:
  $ sentinel unblock 3f0c9a51b2d47e86`;

/** `sentinel unblock ID`. */
export function declare(command: Command, run: Run): void {
  command
    .argument('<id>', 'block, 16 hex characters: `sentinel blocks` lists them', readId)
    .addHelpText('after', examples)
    .action((id: string) => run((context) => unblock(id, context)));
}

async function unblock(id: string, context: CommandContext): Promise<number> {
  const client = await context.client();
  const reply = await client.call(liftRevocation, { params: { id } });
  if (!reply.ok) return reportRefusal(reply, client, context);
  context.stdout(revocationView(reply.answer, context.settings.output));
  return 0;
}

import { denyRequest } from '@sentinel/core/contract/requests';
import type { Command } from 'commander';
import type { Run } from '../command.ts';
import type { CommandContext } from '../context.ts';
import { reportRefusal } from '../refusal.ts';
import { readId } from './arguments.ts';
import { requestView } from './request-view.ts';

type Options = { readonly comment?: string };

const examples = `
One denial is final; the requester may ask anew.

Examples:
  $ sentinel deny 3f0c9a51b2d47e86 --comment "after the release, please"`;

/** `sentinel deny ID`. */
export function declare(command: Command, run: Run): void {
  command
    .argument('<id>', 'request, 16 hex characters', readId)
    .option('--comment <text>', 'why, for the requester and the record')
    .addHelpText('after', examples)
    .action((id: string, options: Options) => run((context) => deny(id, options, context)));
}

async function deny(id: string, { comment }: Options, context: CommandContext): Promise<number> {
  const client = await context.client();
  const body = comment === undefined ? {} : { comment };
  const reply = await client.call(denyRequest, { params: { id }, body });
  if (!reply.ok) return reportRefusal(reply, client, context);
  context.stdout(requestView(reply.answer, context.settings.output));
  return 0;
}

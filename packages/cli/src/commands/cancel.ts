import {
  cancelRequest,
  type RequestAnswer,
  requestById,
  withdrawRequest,
} from '@sentinel/core/contract/requests';
import type { Command } from 'commander';
import type { Run } from '../command.ts';
import type { CommandContext } from '../context.ts';
import { reportRefusal } from '../refusal.ts';
import type { Reply, TvmClient } from '../tvm-client.ts';
import { readId } from './arguments.ts';
import { requestView } from './request-view.ts';

type Options = { readonly comment?: string };

const examples = `
Takes back a request of yours that waits, or withdraws one that was approved, so that nothing more is
vended under it. Approvers, and those who hold \`revoke\`, may withdraw too.

Examples:
  $ sentinel cancel 3f0c9a51b2d47e86
  $ sentinel cancel 3f0c9a51b2d47e86 --comment "done sooner than thought"`;

/** `sentinel cancel ID`. */
export function declare(command: Command, run: Run): void {
  command
    .argument('<id>', 'request, 16 hex characters', readId)
    .option('--comment <text>', 'words to it, for the record')
    .addHelpText('after', examples)
    .action((id: string, options: Options) => run((context) => cancel(id, options, context)));
}

async function cancel(id: string, options: Options, context: CommandContext): Promise<number> {
  const client = await context.client();
  const reply = await takeBack(id, options, client);
  if (!reply.ok) return reportRefusal(reply, client, context);
  context.stdout(requestView(reply.answer, context.settings.output));
  return 0;
}

/** By the route that its state asks for; it may be approved between the look and the call. */
async function takeBack(
  id: string,
  { comment }: Options,
  client: TvmClient,
): Promise<Reply<RequestAnswer>> {
  const input = { params: { id }, body: comment === undefined ? {} : { comment } };
  const found = await client.call(requestById, { params: { id } });
  if (!found.ok && found.code !== 'NOT_FOUND') return found;
  // Who holds `revoke` may withdraw what they do not see.
  if (!found.ok || found.answer.status !== 'pending') return client.call(withdrawRequest, input);
  const cancelled = await client.call(cancelRequest, input);
  const isTooLate = !cancelled.ok && cancelled.code === 'CONFLICT';
  return isTooLate ? client.call(withdrawRequest, input) : cancelled;
}

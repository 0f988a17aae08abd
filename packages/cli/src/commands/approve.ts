import { approveRequest, requestById } from '@sentinel/core/contract/requests';
import type { Command } from 'commander';
import type { Run } from '../command.ts';
import type { CommandContext } from '../context.ts';
import { CliError } from '../failure.ts';
import { reportRefusal } from '../refusal.ts';
import { readId } from './arguments.ts';
import { requestStory, requestView } from './request-view.ts';

type Options = { readonly comment?: string; readonly yes?: true };

const examples = `
Shows who asks for what, why, and why it is yours to decide; then asks. Nobody approves their own.

Examples:
  $ sentinel approve 3f0c9a51b2d47e86
  $ sentinel approve 3f0c9a51b2d47e86 --yes --comment "go ahead, I am watching"`;

/** `sentinel approve ID`. */
export function declare(command: Command, run: Run): void {
  command
    .argument('<id>', 'request, 16 hex characters', readId)
    .option('--comment <text>', 'words to it, for the requester and the record')
    .option('-y, --yes', 'do not ask; needed without a terminal')
    .addHelpText('after', examples)
    .action((id: string, options: Options) => run((context) => approve(id, options, context)));
}

async function approve(id: string, options: Options, context: CommandContext): Promise<number> {
  if (!options.yes && context.ask === undefined) {
    throw new CliError('USAGE', 'nobody can be asked here: approving takes `--yes`', {
      help: `read it first: sentinel requests ${id}`,
    });
  }
  const client = await context.client();
  const found = await client.call(requestById, { params: { id } });
  if (!found.ok) return reportRefusal(found, client, context);
  context.stderr(`${requestStory(found.answer)}\n`);
  // What they may not do the server refuses, with its reason.
  const isAsking = !options.yes && found.answer.may.includes('approve');
  if (isAsking && !isYes(await context.ask?.('approve? [y/N] '))) {
    context.stderr('sentinel: nothing was approved\n');
    return 1;
  }
  const { comment } = options;
  const reply = await client.call(approveRequest, {
    params: { id },
    body: comment === undefined ? {} : { comment },
  });
  if (!reply.ok) return reportRefusal(reply, client, context);
  context.stdout(requestView(reply.answer, context.settings.output));
  return 0;
}

function isYes(answer: string | undefined): boolean {
  return /^\s*y(es)?\s*$/i.test(answer ?? '');
}

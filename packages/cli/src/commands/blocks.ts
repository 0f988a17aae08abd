import { revocationById, revocations } from '@sentinel/core/contract/revocations';
import type { Command } from 'commander';
import type { Run } from '../command.ts';
import type { CommandContext } from '../context.ts';
import { mayStyle } from '../output/style.ts';
import { reportRefusal } from '../refusal.ts';
import { readId, readLimit } from './arguments.ts';
import { collect } from './collect.ts';
import { effectsText, revocationsView, revocationView } from './revocation-view.ts';

type Options = { readonly all?: true; readonly profile?: string; readonly limit: number };

const examples = `
Those that stand, newest first, or one in full with the accounts that deny what was issued.
For those who hold \`revoke\` or \`audit\`.

Examples:
  $ sentinel blocks
  $ sentinel blocks 3f0c9a51b2d47e86
  $ sentinel blocks --all --output csv`;

/** `sentinel blocks [ID]`. */
export function declare(command: Command, run: Run): void {
  command
    .argument('[id]', 'one block, 16 hex characters', readId)
    .option('--all', 'also those that are lifted or over')
    .option('--profile <name>', 'only those of one profile')
    .option('--limit <n>', 'how many at most', readLimit, 50)
    .addHelpText('after', examples)
    .action((id: string | undefined, options: Options) =>
      run((context) => (id === undefined ? list(options, context) : show(id, context))),
    );
}

async function show(id: string, context: CommandContext): Promise<number> {
  const client = await context.client();
  const reply = await client.call(revocationById, { params: { id } });
  if (!reply.ok) return reportRefusal(reply, client, context);
  context.stdout(revocationView(reply.answer, context.settings.output));
  if (context.settings.output === 'text') context.stderr(`${effectsText(reply.answer)}\n`);
  return 0;
}

async function list(options: Options, context: CommandContext): Promise<number> {
  const client = await context.client();
  const reply = await collect(options.limit, (page) =>
    client.call(revocations, {
      query: {
        ...page,
        ...(options.all ? {} : { status: 'live' as const }),
        ...(options.profile === undefined ? {} : { profile: options.profile }),
      },
    }),
  );
  if (!reply.ok) return reportRefusal(reply, client, context);
  context.stdout(revocationsView(reply.answer, context.settings.output, mayStyle(context)));
  return 0;
}

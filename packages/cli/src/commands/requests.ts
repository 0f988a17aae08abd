import {
  type RequestAnswer,
  requestById,
  requestStatus,
  requests,
} from '@sentinel/core/contract/requests';
import { type Command, Option } from 'commander';
import type { Run } from '../command.ts';
import type { CommandContext } from '../context.ts';
import { mayStyle } from '../output/style.ts';
import { reportRefusal } from '../refusal.ts';
import type { Reply, TvmClient } from '../tvm-client.ts';
import { readId, readLimit } from './arguments.ts';
import { collect } from './collect.ts';
import { requestsView, requestView } from './request-view.ts';
import { watch } from './watch.ts';

type Options = {
  readonly toApprove?: true;
  readonly all?: true;
  readonly status?: RequestAnswer['status'];
  readonly profile?: string;
  readonly limit: number;
  readonly watch?: true;
};

const examples = `
Your own, newest first, or one in full. Times are UTC.
With --watch it goes on until Ctrl-C and prints what is new or has changed; as JSON, one request a line.

Examples:
  $ sentinel requests
  $ sentinel requests 3f0c9a51b2d47e86
  $ sentinel requests --to-approve --watch
  $ sentinel requests --all --status approved --profile production --output csv   # with the right \`audit\``;

/** `sentinel requests [ID]`. */
export function declare(command: Command, run: Run): void {
  command
    .argument('[id]', 'one request, 16 hex characters', readId)
    .option('--to-approve', 'those that wait for you to decide')
    .addOption(
      new Option('--all', "everybody's, for those who hold `audit`").conflicts('toApprove'),
    )
    .addOption(new Option('--status <status>', 'only those').choices(requestStatus().options))
    .option('--profile <name>', 'only those of one profile')
    .option('--limit <n>', 'how many at most', readLimit, 50)
    .option('--watch', 'go on, and print what is new or has changed')
    .addHelpText('after', examples)
    .action((id: string | undefined, options: Options) =>
      run((context) => (id === undefined ? list(options, context) : show(id, options, context))),
    );
}

async function show(id: string, options: Options, context: CommandContext): Promise<number> {
  const client = await context.client();
  const { output } = context.settings;
  const read = () => client.call(requestById, { params: { id } });
  if (options.watch) {
    return watch({
      read: async () => {
        const reply = await read();
        return reply.ok ? { ok: true, answer: [reply.answer] } : reply;
      },
      show: ([request]) => (request === undefined ? '' : requestView(request, output)),
      client,
      context,
    });
  }
  const reply = await read();
  if (!reply.ok) return reportRefusal(reply, client, context);
  context.stdout(requestView(reply.answer, output));
  return 0;
}

async function list(options: Options, context: CommandContext): Promise<number> {
  const client = await context.client();
  const { output } = context.settings;
  const isBold = mayStyle(context);
  const read = () => found(options, client);
  if (options.watch) {
    const show = (items: readonly RequestAnswer[], isFirst: boolean) => {
      const text = requestsView(items, output, isBold);
      return isFirst ? text : text.slice(text.indexOf('\n') + 1);
    };
    return watch({ read, show, client, context });
  }
  const reply = await read();
  if (!reply.ok) return reportRefusal(reply, client, context);
  context.stdout(requestsView(reply.answer, output, isBold));
  return 0;
}

function found(options: Options, client: TvmClient): Promise<Reply<readonly RequestAnswer[]>> {
  const view = options.toApprove ? 'to_approve' : options.all ? 'all' : undefined;
  return collect(options.limit, (page) =>
    client.call(requests, {
      query: {
        ...page,
        ...(view === undefined ? {} : { view }),
        ...(options.status === undefined ? {} : { status: options.status }),
        ...(options.profile === undefined ? {} : { profile: options.profile }),
      },
    }),
  );
}

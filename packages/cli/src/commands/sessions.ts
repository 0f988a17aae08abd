import { type SessionAnswer, sessionStatus } from '@sentinel/core/contract/sessions';
import { type Command, Option } from 'commander';
import type { Run } from '../command.ts';
import type { CommandContext } from '../context.ts';
import { listing } from '../output/listing.ts';
import { mayStyle } from '../output/style.ts';
import { reportRefusal } from '../refusal.ts';
import type { SessionsAsk } from '../tvm-client.ts';
import { readLimit } from './arguments.ts';
import { collect, type PageAsk } from './collect.ts';

type Options = {
  readonly status?: SessionAnswer['status'];
  readonly profile?: string;
  readonly all?: true;
  readonly limit: number;
};

const examples = `
Newest first. Times are UTC.

Examples:
  $ sentinel sessions --status active
  $ sentinel sessions --all --profile production --limit 500 --output csv   # with the right \`audit\``;

const columns = (
  [
    ['id', 'session'],
    ['subject', 'subject'],
    ['profile', 'profile'],
    ['status', 'status'],
    ['via', 'via'],
    ['vends', 'vends'],
    ['opened_at', 'opened'],
    ['expires_at', 'expires'],
    ['justification', 'justification'],
  ] as const
).map(([key, title]) => ({ key, title }));

/** `sentinel sessions`. */
export function declare(command: Command, run: Run): void {
  command
    .addOption(new Option('--status <status>', 'only those').choices(sessionStatus().options))
    .option('--profile <name>', 'only those of one profile')
    .option('--all', "everybody's, for those who hold `audit`")
    .option('--limit <n>', 'how many at most', readLimit, 50)
    .addHelpText('after', examples)
    .action((options: Options) => run((context) => listSessions(options, context)));
}

async function listSessions(options: Options, context: CommandContext): Promise<number> {
  const client = await context.client();
  const found = await collect(options.limit, (page) => client.sessions(ask(options, page)));
  if (!found.ok) return reportRefusal(found, client, context);
  const items = found.answer;
  context.stdout(
    listing(
      { columns, rows: items.map(row), data: { items } },
      context.settings.output,
      mayStyle(context),
    ),
  );
  return 0;
}

function ask(options: Options, { limit, page_token: pageToken }: PageAsk): SessionsAsk {
  return {
    limit: Number(limit),
    ...(options.status === undefined ? {} : { status: options.status }),
    ...(options.profile === undefined ? {} : { profile: options.profile }),
    ...(options.all ? { view: 'all' as const } : {}),
    ...(pageToken === undefined ? {} : { pageToken }),
  };
}

function row(session: SessionAnswer) {
  return columns.map(({ key }) => session[key]);
}

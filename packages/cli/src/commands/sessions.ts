import { type SessionAnswer, sessionStatus } from '@sentinel/core/contract/sessions';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Run } from '../command.ts';
import type { CommandContext } from '../context.ts';
import { listing } from '../output/listing.ts';
import { mayStyle } from '../output/style.ts';
import { reportRefusal } from '../refusal.ts';
import type { Refused, SessionsAsk, TvmClient } from '../tvm-client.ts';

type Options = {
  readonly status?: SessionAnswer['status'];
  readonly profile?: string;
  readonly all?: true;
  readonly limit: number;
};

/** The most that the server gives at once. */
const pageSize = 100;

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
    .option('--limit <n>', 'how many at most', limit, 50)
    .addHelpText('after', examples)
    .action((options: Options) => run((context) => listSessions(options, context)));
}

async function listSessions(options: Options, context: CommandContext): Promise<number> {
  const client = await context.client();
  const found = await collect(client, options);
  if (!Array.isArray(found)) return reportRefusal(found, client, context);
  context.stdout(
    listing(
      { columns, rows: found.map(row), data: { items: found } },
      context.settings.output,
      mayStyle(context),
    ),
  );
  return 0;
}

async function collect(client: TvmClient, options: Options): Promise<SessionAnswer[] | Refused> {
  const items: SessionAnswer[] = [];
  let pageToken: string | undefined;
  do {
    const page = await client.sessions(ask(options, options.limit - items.length, pageToken));
    if (!page.ok) return page;
    items.push(...page.answer.items);
    pageToken = page.answer.next_page_token;
  } while (pageToken !== undefined && items.length < options.limit);
  return items.slice(0, options.limit);
}

function ask(options: Options, left: number, pageToken: string | undefined): SessionsAsk {
  return {
    limit: Math.min(left, pageSize),
    ...(options.status === undefined ? {} : { status: options.status }),
    ...(options.profile === undefined ? {} : { profile: options.profile }),
    ...(options.all ? { view: 'all' as const } : {}),
    ...(pageToken === undefined ? {} : { pageToken }),
  };
}

function row(session: SessionAnswer) {
  return columns.map(({ key }) => session[key]);
}

function limit(text: string): number {
  if (/^[1-9][0-9]{0,4}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('expected a number from 1 to 99999');
}

import { createRequest, type RequestAnswer } from '@sentinel/core/contract/requests';
import type { Command } from 'commander';
import type { Run } from '../command.ts';
import type { CommandContext } from '../context.ts';
import { momentText } from '../moment.ts';
import { visible } from '../output/visible.ts';
import { reportRefusal } from '../refusal.ts';
import type { TvmClient } from '../tvm-client.ts';
import { readDuration, readMoment } from './arguments.ts';
import { awaitApproval, reportWait } from './await-approval.ts';
import { requestView } from './request-view.ts';

type Options = {
  readonly for?: number;
  readonly from?: string;
  readonly justification: string;
  readonly ticket?: string;
  readonly wait?: true;
};

const examples = `
Asks those who may approve. \`sentinel explain PROFILE\` tells who they are.
With --wait it ends when somebody has decided: 0 approved, 3 denied, 4 cancelled or too late.

Examples:
  $ sentinel request production --justification "rotate the signing key"
  $ sentinel request production --for 4h --from 22:00 --reason "migrate orders" --ticket OPS-12
  $ sentinel request production --reason "rotate the signing key" --wait && ./rotate`;

/** `sentinel request PROFILE`. */
export function declare(command: Command, run: Run): void {
  command
    .argument('<profile>', 'profile to ask for')
    .requiredOption('--reason, --justification <text>', 'why, 10 characters at least')
    .option(
      '--for <time>',
      'how long you need it, such as `30m` or `4h`; 1h if left out',
      readDuration,
    )
    .option('--from <time>', 'not before: `HH:MM` on your clock, or RFC 3339')
    .option('--ticket <id>', 'a ticket, for those who decide and for the record')
    .option('--wait', 'wait until somebody has decided')
    .addHelpText('after', examples)
    .action((profile: string, options: Options) =>
      run((context) => request(profile, options, context)),
    );
}

async function request(
  profile: string,
  options: Options,
  context: CommandContext,
): Promise<number> {
  const fromMs = options.from === undefined ? undefined : readMoment(options.from, context.nowMs());
  if (fromMs !== undefined) context.stderr(`sentinel: from ${momentText(fromMs)}\n`);
  const client = await context.client();
  const reply = await client.call(createRequest, {
    body: {
      profile,
      justification: options.justification,
      ...(options.for === undefined ? {} : { duration: options.for }),
      ...(fromMs === undefined ? {} : { not_before: new Date(fromMs).toISOString() }),
      ...(options.ticket === undefined ? {} : { ticket: options.ticket }),
    },
  });
  if (!reply.ok) return reportRefusal(reply, client, context);
  if (!options.wait) return shown(reply.answer, profile, context);
  return wait(reply.answer, profile, { client, context });
}

function shown(request: RequestAnswer, profile: string, context: CommandContext): number {
  context.stdout(requestView(request, context.settings.output));
  if (context.settings.output === 'text') context.stderr(`${whatNext(request, profile)}\n`);
  return 0;
}

/** `profile` as the person typed it: what a server says never becomes a command to paste. */
function whatNext({ id, status, approver_groups: groups }: RequestAnswer, profile: string): string {
  if (status === 'approved') return `next: sentinel exec ${visible(profile)}`;
  const who = groups.length === 0 ? 'its approvers' : visible(groups.join(', '));
  return `next: one of ${who} runs \`sentinel approve ${id}\``;
}

async function wait(
  asked: RequestAnswer,
  profile: string,
  { client, context }: { readonly client: TvmClient; readonly context: CommandContext },
): Promise<number> {
  const outcome = await awaitApproval(asked, client, context);
  if (outcome.kind !== 'approved') {
    return reportWait(outcome, { client, context, goOn: `sentinel requests ${asked.id} --watch` });
  }
  return shown(outcome.request, profile, context);
}

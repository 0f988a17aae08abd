import type { SessionAnswer } from '@sentinel/core/contract/sessions';
import type { Command } from 'commander';
import type { Run } from '../command.ts';
import type { CommandContext } from '../context.ts';
import { fields } from '../output/fields.ts';
import { visible } from '../output/visible.ts';
import { reportRefusal } from '../refusal.ts';
import { readId } from './arguments.ts';

const examples = `
Ending a session lets nothing more be vended in it. Credentials that were already issued
hold until they expire; \`sentinel sessions\` shows when.

Examples:
  $ sentinel session 3f0c9a51b2d47e86
  $ sentinel session 3f0c9a51b2d47e86 --end`;

/** `sentinel session ID`. */
export function declare(command: Command, run: Run): void {
  command
    .argument('<id>', 'session, 16 hex characters', readId)
    .option('--end', 'end it, where it is your own')
    .addHelpText('after', examples)
    .action((id: string, options: { readonly end?: true }) =>
      run((context) => showSession(id, options.end ?? false, context)),
    );
}

async function showSession(
  id: string,
  isEnding: boolean,
  context: CommandContext,
): Promise<number> {
  const client = await context.client();
  const reply = await (isEnding ? client.endSession(id) : client.session(id));
  if (!reply.ok) return reportRefusal(reply, client, context);
  const session = reply.answer;
  const { output } = context.settings;
  context.stdout(fields({ fields: described(session), data: session }, output));
  const right = rightOf(session);
  if (output === 'text' && right !== undefined) context.stderr(`under: ${visible(right)}\n`);
  return 0;
}

/** What shows the right that it was opened by. */
function rightOf({ via, grant_id }: SessionAnswer): string | undefined {
  if (grant_id === undefined || !/^[0-9a-f]{16}$/.test(grant_id)) return undefined;
  return via === 'breakglass'
    ? `sentinel breakglass show ${grant_id}`
    : `sentinel requests ${grant_id}`;
}

function described(session: SessionAnswer) {
  return (
    [
      'id',
      'subject',
      'person',
      'profile',
      'role_arn',
      'status',
      'via',
      'grant_id',
      'rule',
      'scope',
      'source_identity',
      'justification',
      'ticket',
      'source_ip',
      'user_agent',
      'device_id',
      'vends',
      'opened_at',
      'last_vend_at',
      'expires_at',
      'ended_at',
    ] as const
  ).map((name) => [name, session[name]] as const);
}

import { type RevocationAnswer, revocations } from '@sentinel/core/contract/revocations';
import { revokeSession, type SessionAnswer } from '@sentinel/core/contract/sessions';
import type { Command } from 'commander';
import type { Run } from '../command.ts';
import type { CommandContext } from '../context.ts';
import { fields } from '../output/fields.ts';
import { visible } from '../output/visible.ts';
import { reportRefusal } from '../refusal.ts';
import type { TvmClient } from '../tvm-client.ts';
import { readDuration, readId } from './arguments.ts';
import { awaitEffects } from './await-effects.ts';
import { effectsText } from './revocation-view.ts';

type Options = { readonly for?: number; readonly reason: string; readonly wait?: true };

const examples = `
Your own session ends. With the right \`revoke\` anybody's: AWS denies what was issued in it, and its subject
is kept from the profile for a while.

Examples:
  $ sentinel revoke 3f0c9a51b2d47e86 --reason "laptop stolen"
  $ sentinel revoke 3f0c9a51b2d47e86 --for 2h --reason "ran the wrong script" --wait`;

/** `sentinel revoke SESSION`. */
export function declare(command: Command, run: Run): void {
  command
    .argument('<session>', 'session, 16 hex characters', readId)
    .option(
      '--for <time>',
      'how long its subject is kept out, 1m to 30d; 1h if left out',
      readDuration,
    )
    .requiredOption('--reason <text>', 'why, for the record')
    .option('--wait', 'wait some seconds for the AWS account to deny what was issued')
    .addHelpText('after', examples)
    .action((id: string, options: Options) => run((context) => revoke(id, options, context)));
}

async function revoke(id: string, options: Options, context: CommandContext): Promise<number> {
  const client = await context.client();
  const body = {
    reason: options.reason,
    ...(options.for === undefined ? {} : { duration: options.for }),
  };
  const reply = await client.call(revokeSession, { params: { id }, body });
  if (!reply.ok) return reportRefusal(reply, client, context);
  const found = await revocationOf(reply.answer, client);
  const revocation = found && options.wait ? await awaitEffects(found, client, context) : found;
  context.stdout(view(reply.answer, revocation, context));
  context.stderr(`${revocation ? effectsText(revocation) : untilItsEnd(reply.answer)}\n`);
  return 0;
}

/** The newest of the session that stands; none where the session was one's own, or it may not be seen. */
async function revocationOf(
  session: SessionAnswer,
  client: TvmClient,
): Promise<RevocationAnswer | undefined> {
  let token: string | undefined;
  do {
    const page = await client.call(revocations, {
      query: {
        status: 'live',
        profile: session.profile,
        limit: '100',
        ...(token === undefined ? {} : { page_token: token }),
      },
    });
    if (!page.ok) return undefined;
    const found = page.answer.items.find((each) => each.session_id === session.id);
    if (found !== undefined) return found;
    token = page.answer.next_page_token;
  } while (token !== undefined);
  return undefined;
}

function view(
  session: SessionAnswer,
  revocation: RevocationAnswer | undefined,
  { settings }: CommandContext,
): string {
  return fields(
    {
      fields: [
        ['session', session.id],
        ['subject', session.subject],
        ['profile', session.profile],
        ['status', session.status],
        ['ended_at', session.ended_at],
        ['block', revocation?.id],
        ['kept_out_until', revocation?.until],
        ['denied_in', revocation?.effects.map(({ account }) => account).join(' ')],
      ],
      data: { ...session, ...(revocation === undefined ? {} : { revocation }) },
    },
    settings.output,
  );
}

function untilItsEnd({ expires_at: end }: SessionAnswer): string {
  return (
    'note: nothing more is vended in it\n' +
    `note: what was issued holds until ${visible(end)}; who holds \`revoke\` can have AWS deny it: sentinel block`
  );
}

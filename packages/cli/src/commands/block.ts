import { createRevocation } from '@sentinel/core/contract/revocations';
import type { Command } from 'commander';
import type { Run } from '../command.ts';
import type { CommandContext } from '../context.ts';
import { CliError } from '../failure.ts';
import { reportRefusal } from '../refusal.ts';
import { readDuration } from './arguments.ts';
import { awaitEffects } from './await-effects.ts';
import { effectsText, revocationView } from './revocation-view.ts';

type Options = {
  readonly profile?: string;
  readonly for?: number;
  readonly reason: string;
  readonly wait?: true;
};

const examples = `
Keeps a subject out, with every other subject of the same person, or everybody from a profile, or a subject
from a profile; ends their sessions, and has AWS deny what they hold. For those who hold \`revoke\`.

Examples:
  $ sentinel block alice@example.com --reason "laptop stolen"
  $ sentinel block alice@example.com --profile production --for 2h --reason "ran the wrong script"
  $ sentinel block --profile database --reason "under attack" --wait`;

/** `sentinel block [SUBJECT]`. */
export function declare(command: Command, run: Run): void {
  command
    .argument('[subject]', 'whom; leave it out to keep everybody from the profile')
    .option('--profile <name>', 'from this profile only')
    .option('--for <time>', 'how long, 1m to 30d; 30d if left out', readDuration)
    .requiredOption('--reason <text>', 'why, for the record')
    .option('--wait', 'wait some seconds for AWS accounts to deny what was issued')
    .addHelpText('after', examples)
    .action((subject: string | undefined, options: Options) =>
      run((context) => block(subject, options, context)),
    );
}

async function block(
  subject: string | undefined,
  options: Options,
  context: CommandContext,
): Promise<number> {
  if (subject === undefined && options.profile === undefined) {
    throw new CliError('USAGE', 'block whom, or what? a subject, `--profile`, or both');
  }
  const client = await context.client();
  const reply = await client.call(createRevocation, {
    body: {
      reason: options.reason,
      ...(subject === undefined ? {} : { subject }),
      ...(options.profile === undefined ? {} : { profile: options.profile }),
      ...(options.for === undefined ? {} : { duration: options.for }),
    },
  });
  if (!reply.ok) return reportRefusal(reply, client, context);
  const revocation = options.wait
    ? await awaitEffects(reply.answer, client, context)
    : reply.answer;
  context.stdout(revocationView(revocation, context.settings.output));
  context.stderr(`${effectsText(revocation)}\n`);
  return 0;
}

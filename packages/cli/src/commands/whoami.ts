import type { WhoamiAnswer } from '@sentinel/core/contract/whoami';
import type { Command } from 'commander';
import type { Run } from '../command.ts';
import type { CommandContext } from '../context.ts';
import { fields } from '../output/fields.ts';
import { reportRefusal } from '../refusal.ts';

const examples = `
Examples:
  $ sentinel whoami
  $ sentinel whoami --base-profile sso --output json`;

/** `sentinel whoami`. */
export function declare(command: Command, run: Run): void {
  command.addHelpText('after', examples).action(() => run(showCaller));
}

async function showCaller(context: CommandContext): Promise<number> {
  const client = await context.client();
  const reply = await client.whoami();
  if (!reply.ok) return reportRefusal(reply, client, context);
  const credentials = context.base.profile ?? 'environment or instance';
  const who = reply.answer;
  context.stdout(
    fields(
      { fields: described(who, credentials), data: { ...who, base_profile: context.base.profile } },
      context.settings.output,
    ),
  );
  if (who.kind === 'role' && context.settings.output === 'text') {
    context.stderr(
      'note: you count as a role, not as a person: rules, approvals and quotas treat all who hold it as one\n',
    );
  }
  return 0;
}

function described(who: WhoamiAnswer, credentials: string) {
  return [
    ['subject', who.subject],
    ['person', who.person],
    ['kind', who.kind],
    ['groups', who.groups.join(' ')],
    ['derived', who.derived],
    ['account', who.account],
    ['arn', who.arn],
    ['credentials', credentials],
  ] as const;
}

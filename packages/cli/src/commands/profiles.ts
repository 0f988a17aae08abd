import type { ProfilesAnswer } from '@sentinel/core/contract/profiles';
import type { Command } from 'commander';
import type { Run } from '../command.ts';
import type { CommandContext } from '../context.ts';
import { listing } from '../output/listing.ts';
import { mayStyle } from '../output/style.ts';
import { reportRefusal } from '../refusal.ts';

const examples = `
ACCESS is what you may do now: allow, require_approval, break_glass, not_now.
NEEDS is what you must say for it, such as \`--justification "..."\`.

Examples:
  $ sentinel profiles
  $ sentinel profiles --output json | jq -r '.profiles[] | select(.access == "allow").name'`;

const columns = [
  { key: 'name', title: 'profile' },
  { key: 'access', title: 'access' },
  { key: 'needs', title: 'needs' },
  { key: 'opens_at', title: 'opens' },
  { key: 'region', title: 'region' },
  { key: 'description', title: 'description' },
];

/** `sentinel profiles`. */
export function declare(command: Command, run: Run): void {
  command.addHelpText('after', examples).action(() => run(listProfiles));
}

async function listProfiles(context: CommandContext): Promise<number> {
  const client = await context.client();
  const reply = await client.profiles();
  if (!reply.ok) return reportRefusal(reply, client, context);
  const { profiles } = reply.answer;
  context.stdout(
    listing(
      { columns, rows: profiles.map(row), data: reply.answer },
      context.settings.output,
      mayStyle(context),
    ),
  );
  if (profiles.length === 0) context.stderr('sentinel: no profile is open to you\n');
  return 0;
}

function row(profile: ProfilesAnswer['profiles'][number]) {
  const { name, access, needs, opens_at, region, description } = profile;
  return [name, access, needs?.join(' '), opens_at, region, description];
}

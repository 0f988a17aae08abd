import type { ExplainAnswer } from '@sentinel/core/contract/explain';
import type { Command } from 'commander';
import type { Run } from '../command.ts';
import type { CommandContext } from '../context.ts';
import { json } from '../output/json.ts';
import { listing } from '../output/listing.ts';
import { mayStyle } from '../output/style.ts';
import { visible } from '../output/visible.ts';
import { reportRefusal } from '../refusal.ts';

const examples = `
Shows the decision that a vend would meet now; vends nothing.

Examples:
  $ sentinel explain production
  $ sentinel explain production --subject alice@example.com   # with the right \`audit\``;

const columns = [
  { key: 'document', title: 'document' },
  { key: 'rule', title: 'rule' },
  { key: 'effect', title: 'effect' },
  { key: 'decided', title: 'decided' },
  { key: 'conditions', title: 'conditions' },
];

/** `sentinel explain PROFILE`. */
export function declare(command: Command, run: Run): void {
  command
    .argument('<profile>', 'profile to ask about')
    .option('--subject <subject>', 'somebody else, for those who hold `audit`')
    .addHelpText('after', examples)
    .action((profile: string, options: { readonly subject?: string }) =>
      run((context) => explainProfile(profile, options.subject, context)),
    );
}

async function explainProfile(
  profile: string,
  subject: string | undefined,
  context: CommandContext,
): Promise<number> {
  const client = await context.client();
  const reply = await client.explain(profile, subject);
  if (!reply.ok) return reportRefusal(reply, client, context);
  context.stdout(rendered(reply.answer, context));
  return 0;
}

function rendered(answer: ExplainAnswer, context: CommandContext): string {
  const { output } = context.settings;
  if (output === 'json') return json(answer);
  const rules = { columns, rows: answer.rules.map(row), data: answer };
  if (output === 'csv') return listing(rules, 'csv', false);
  const table = answer.rules.length === 0 ? '' : `\n${listing(rules, 'text', mayStyle(context))}`;
  return `${sentences(answer).join('\n')}\n${table}`;
}

function sentences(answer: ExplainAnswer): readonly string[] {
  const { profile, subject, access, ask, needs = [] } = answer;
  const ruled = answer.rule === undefined ? '' : ` by rule \`${visible(answer.rule)}\``;
  const lines: (string | undefined)[] = [
    `\`${visible(subject)}\` on \`${visible(profile)}\`: ${access} (${answer.effect}${ruled})`,
    needs.length > 0 ? `needs: ${needs.join(', ')}` : undefined,
    answer.reason && `reason: ${visible(answer.reason)}`,
    answer.opens_at && `opens: ${visible(answer.opens_at)}`,
    ask && `ask: ${ask.count} of ${approvers(ask.groups)}`,
    answer.assumed_groups &&
      `as if in: ${answer.assumed_groups.map(visible).join(', ')} (groups that come with the role one signs in by)`,
    answer.next && `next: ${visible(answer.next)}`,
  ];
  return lines.filter((line) => line !== undefined && line !== '').map(String);
}

/** Approvers that are named as users are not told to the caller. */
function approvers(groups: readonly string[]): string {
  return groups.length === 0
    ? 'the approvers that the policy names'
    : groups.map(visible).join(', ');
}

function row(rule: ExplainAnswer['rules'][number]) {
  const conditions = rule.conditions.map(({ kind, held }) => `${kind}=${held}`).join(' ');
  return [rule.document, rule.index, rule.effect, rule.decided ? 'yes' : 'no', conditions];
}

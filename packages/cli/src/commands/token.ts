import type { Command } from 'commander';
import type { Run } from '../command.ts';
import type { CommandContext } from '../context.ts';
import { exitCodeOf } from '../exit-codes.ts';
import { CliError } from '../failure.ts';
import { refusalText } from '../refusal.ts';
import { makeToken } from '../token/make-token.ts';
import { vendedKeys } from '../token/vended-keys.ts';

type Options = { readonly audience: string; readonly region?: string };

const examples = `
Proves to one host, for a minute, that this command holds a session of Sentinel's. Runs below \`sentinel exec\`
and signs with what was vended there, never with base credentials. It is a secret: hand it to that host only.

Examples:
  $ sentinel exec dev -- sh -c 'curl -H "Authorization: Bearer $(sentinel token --audience orders.example.com)" https://orders.example.com/'`;

/** `sentinel token`. */
export function declare(command: Command, run: Run): void {
  command
    .requiredOption('--audience <host>', 'host that the token is for, without scheme and port')
    .option('--region <region>', "Region of STS, in place of the session's")
    .addHelpText('after', examples)
    .action((options: Options) => run((context) => printToken(options, context)));
}

async function printToken(options: Options, context: CommandContext): Promise<number> {
  const { env } = context;
  const keys = await vendedKeys(env);
  if (!keys.ok) {
    context.stderr(`${refusalText(keys)}\n`);
    return exitCodeOf(keys.code);
  }
  const region = options.region ?? env['AWS_REGION'] ?? env['AWS_DEFAULT_REGION'];
  if (region === undefined) {
    throw new CliError('USAGE', 'in which Region is STS asked? give `--region`');
  }
  const { audience } = options;
  const nowMs = context.nowMs();
  const token = await makeToken({ credentials: keys.answer, region, audience, nowMs });
  context.stdout(`${token}\n`);
  return 0;
}

import { homedir } from 'node:os';
import type { VendAnswer } from '@sentinel/core/contract/vend';
import type { Command } from 'commander';
import { type Holding, hold } from '../agent/holding.ts';
import { keep } from '../agent/keeper.ts';
import { systemTimers, type Timers } from '../agent/timers.ts';
import type { Run } from '../command.ts';
import { CliError } from '../failure.ts';
import type { VendAsk } from '../tvm-client.ts';
import { admitExec } from './exec-admission.ts';
import { runWithKeeper } from './exec-child.ts';
import { type ExecContext, type Machine, say } from './exec-context.ts';
import { endSessions } from './exec-farewell.ts';
import { type ExecLine, type ExecOptions, execOptions } from './exec-options.ts';

const examples = `
The command runs without a shell and finds its credentials at a local endpoint, which renews them.
Its own credentials, profiles and AWS config files are hidden from it. Without a command: your shell.

Examples:
  $ sentinel exec staging -- aws s3 ls
  $ sentinel exec production -d 30m --reason "rotate the signing key" -- terraform apply
  $ sentinel exec production --read-only -- aws s3 ls
  $ sentinel exec production --wait --for 4h --reason "rotate the signing key" -- ./rotate
  $ sentinel exec database --break-glass incident --reason "orders fail since 02:10" -- ./repair
  $ sentinel exec production --min-left 45m -- ./long-job`;

/** `sentinel exec PROFILE [-- CMD ARG...]`. */
export function declare(command: Command, run: Run, start: typeof runExec = runExec): void {
  let afterDashes: readonly string[] = [];
  const parse = command.parseOptions.bind(command);
  // commander forgets where `--` stood, and a command's own options must never be taken for ours
  command.parseOptions = (args) => {
    const at = args.indexOf('--');
    if (at < 0) return parse(args);
    afterDashes = args.slice(at + 1);
    return parse(args.slice(0, at));
  };
  command
    .usage('[options] PROFILE [-- CMD ARG...]')
    .argument('[words...]', 'the profile')
    .option('--profile <name>', 'the profile, where it is not the first word')
    .option('-d, --duration <time>', 'how long the credentials live, 15m to 1h')
    .option('--reason, --justification <text>', 'why, for the record')
    .option('--ticket <id>', 'a ticket, for the record')
    .option('--scope <name>', 'less than the profile gives, as its policy names it')
    .option('--read-only', 'the same as `--scope read-only`')
    .option('--wait', 'where it needs an approval, ask for it, wait, then run')
    .option('--break-glass <code>', 'where policy says no, break the glass with this reason code')
    .option('--for <time>', 'with --wait or --break-glass: how long you need it, such as `4h`')
    .option('--region <region>', "AWS Region for the command, in place of the profile's")
    .option('--keep', 'do not end the session when the command ends')
    .option('--min-left <time>', 'start only, and renew so, that credentials have this much left')
    .addHelpText('after', examples)
    .action((operands: readonly string[], flags: ExecLine['flags']) =>
      run((context) => start(execOptions({ operands, command: afterDashes, flags }), context)),
    );
}

/** Runs a command with vended credentials; its exit code. A refusal starts nothing. Throws `CliError`. */
export async function runExec(
  options: ExecOptions,
  context: ExecContext,
  machine: Machine = thisMachine(context),
): Promise<number> {
  const client = await context.client();
  const ask = vendAsk(options, context);
  const admission = await admitExec({ ask, options, client, context });
  if (admission.answer === undefined) return admission.exitCode;
  const { answer } = admission;

  let sessionIds: () => readonly string[] = () => [answer.Sentinel.SessionId];
  try {
    const keeper = keep({
      profile: options.profile,
      first: worthStarting(answer, options, machine.timers),
      minLeftMs: options.minLeftSeconds * 1_000,
      timers: machine.timers,
      ask: (sessionId, signal) =>
        client.vend({ ...ask, ...(sessionId !== undefined && { sessionId }) }, signal),
      tell: (line) => say(context, line),
    });
    sessionIds = keeper.sessionIds;
    const errand = { options, context, machine, first: answer };
    return await runWithKeeper(keeper, errand).finally(keeper.stop);
  } finally {
    if (!options.keep) await endSessions(client, sessionIds(), context);
  }
}

function thisMachine({ nowMs }: ExecContext): Machine {
  return { timers: systemTimers(nowMs), homeDirectory: homedir(), platform: process.platform };
}

function vendAsk(options: ExecOptions, { settings }: ExecContext): VendAsk {
  const durationSeconds = options.durationSeconds ?? settings.durationSeconds;
  const { profile, justification, ticket, scope } = options;
  return {
    profile,
    ...(durationSeconds !== undefined && { durationSeconds }),
    ...(justification !== undefined && { justification: wordsOf(justification, options) }),
    ...(ticket !== undefined && { ticket }),
    ...(scope !== undefined && { scope }),
  };
}

/** What was vended, unless it is spoilt or has less left than was asked for. */
function worthStarting(answer: VendAnswer, options: ExecOptions, timers: Timers): Holding {
  const nowMs = timers.nowMs();
  const minLeftMs = options.minLeftSeconds * 1_000;
  const held = hold(answer, { nowMs, chance: timers.chance(), minLeftMs });
  if (!('answer' in held)) throw new CliError('BAD_ANSWER', held.message);
  const leftMs = held.expiresAtMs - nowMs;
  if (leftMs >= minLeftMs) return held;
  const left = `${Math.floor(leftMs / 60_000)} minutes`;
  throw new CliError(
    'FAILURE',
    `the credentials have only ${left} left, less than \`--min-left\` asks for`,
  );
}

/** A vend takes fewer words than a break-glass, which is opened with all of them. */
function wordsOf(justification: string, { breakGlass }: ExecOptions): string {
  return breakGlass === undefined ? justification : justification.slice(0, 500);
}

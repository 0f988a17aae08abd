import type { VendAnswer } from '@sentinel/core/contract/vend';
import { type Command, InvalidArgumentError } from 'commander';
import type { Run } from '../command.ts';
import type { CommandContext } from '../context.ts';
import { exitCodeOf } from '../exit-codes.ts';
import { visible } from '../output/visible.ts';
import { recentRefusals } from '../recent-refusals.ts';
import { refusalText, reportRefusal } from '../refusal.ts';
import {
  type RememberedSessions,
  rememberedSessions,
  type SessionKey,
  stateFolder,
} from '../remembered-sessions.ts';
import type { Reply, TvmClient, VendAsk } from '../tvm-client.ts';
import { parseVendDuration, vendDurations } from '../vend-duration.ts';
import { scopeOf } from './exec-options.ts';

type Options = {
  readonly duration?: number;
  readonly justification?: string;
  readonly ticket?: string;
  readonly scope?: string;
  readonly readOnly?: boolean;
};

const examples = `
Prints what AWS tools expect of a credential_process; words go to stderr.

Examples:
  $ sentinel credentials staging --read-only
  $ sentinel credentials production --justification "rotate the signing key" --ticket OPS-12

  # ~/.aws/config
  [profile staging]
  credential_process = /usr/local/bin/sentinel --base-profile sso credentials staging`;

/** `sentinel credentials PROFILE`. */
export function declare(command: Command, run: Run): void {
  command
    .argument('<profile>', 'profile to vend for')
    .option('-d, --duration <time>', 'how long the credentials live, 15m to 1h', duration)
    .option('--reason, --justification <text>', 'why, where the policy asks for it')
    .option('--ticket <id>', 'ticket, where the policy asks for it')
    .option('--scope <name>', 'less than the profile gives, as its policy names it')
    .option('--read-only', 'the same as `--scope read-only`')
    .addHelpText('after', examples)
    .action((profile: string, options: Options) =>
      run((context) => printCredentials(profile, options, context)),
    );
}

async function printCredentials(
  profile: string,
  options: Options,
  context: CommandContext,
): Promise<number> {
  const folder = stateFolder(context.env, process.platform);
  const sessions = rememberedSessions(folder, context.nowMs);
  const refusals = recentRefusals(folder, context.nowMs);
  const ask = askOf(profile, options, context);
  const key = keyOf(ask, context);
  const known = await refusals.find({ ...key, ask });
  if (known !== undefined) {
    context.stderr(`${refusalText(known)}\n`);
    return exitCodeOf(known.code);
  }
  const client = await context.client();
  const reply = await vendContinuing(ask, key, { client, sessions });
  if (!reply.ok) {
    await refusals.keep({ ...key, ask }, reply);
    return reportRefusal(reply, client, context);
  }
  await remember(reply.answer, key, { sessions, context });
  context.stdout(`${JSON.stringify(processOutput(reply.answer))}\n`);
  return 0;
}

type Parts = { readonly client: TvmClient; readonly sessions: RememberedSessions };

/**
 * Continues the remembered session; where the server no longer lets it be continued, opens a new one.
 * A revoked session is a refusal, but the next call may ask anew: whether it may is the server's to say.
 */
async function vendContinuing(
  ask: VendAsk,
  key: SessionKey,
  { client, sessions }: Parts,
): Promise<Reply<VendAnswer>> {
  const remembered = await sessions.find(key);
  if (remembered === undefined) return client.vend(ask);
  const reply = await client.vend({ ...ask, sessionId: remembered.id });
  if (reply.ok) return reply;
  const isOver = reply.code === 'CONFLICT' || reply.code === 'NOT_FOUND';
  if (isOver || reply.code === 'SESSION_REVOKED') await sessions.forget(key).catch(() => undefined);
  return isOver ? client.vend(ask) : reply;
}

async function remember(
  answer: VendAnswer,
  key: SessionKey,
  { sessions, context }: Pick<Parts, 'sessions'> & { readonly context: CommandContext },
): Promise<void> {
  try {
    const expiresAtMs = Date.parse(answer.Expiration);
    await sessions.remember(key, { id: answer.Sentinel.SessionId, expiresAtMs });
  } catch (error) {
    const why = error instanceof Error ? visible(error.message) : 'unknown';
    context.stderr(`sentinel: the next call will open a new session: ${why}\n`);
  }
}

/** https://docs.aws.amazon.com/sdkref/latest/guide/feature-process-credentials.html */
function processOutput(answer: VendAnswer): Readonly<Record<string, string | number>> {
  return {
    Version: 1,
    AccessKeyId: answer.AccessKeyId,
    SecretAccessKey: answer.SecretAccessKey,
    SessionToken: answer.Token,
    Expiration: answer.Expiration,
    AccountId: answer.AccountId,
  };
}

function askOf(profile: string, options: Options, { settings }: CommandContext): VendAsk {
  const scope = scopeOf(options);
  const durationSeconds = options.duration ?? settings.durationSeconds;
  return {
    profile,
    ...(durationSeconds === undefined ? {} : { durationSeconds }),
    ...(options.justification === undefined ? {} : { justification: options.justification }),
    ...(options.ticket === undefined ? {} : { ticket: options.ticket }),
    ...(scope === undefined ? {} : { scope }),
  };
}

function keyOf({ profile, scope }: VendAsk, { settings, base, env }: CommandContext): SessionKey {
  const keys = base.profile === undefined ? (env['AWS_ACCESS_KEY_ID'] ?? 'chain') : undefined;
  return {
    tvmUrl: settings.tvmUrl ?? '',
    base: JSON.stringify([base.profile, base.configFile, base.credentialsFile, keys]),
    profile,
    ...(scope === undefined ? {} : { scope }),
  };
}

function duration(text: string): number {
  const seconds = parseVendDuration(text);
  if (seconds !== undefined) return seconds;
  throw new InvalidArgumentError(`expected a time ${vendDurations}`);
}

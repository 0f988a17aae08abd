import type { VendAnswer } from '@sentinel/core/contract/vend';
import { openEndpoint } from '../agent/endpoint.ts';
import type { Keeper } from '../agent/keeper.ts';
import { makeEmptyFiles } from '../child/empty-files.ts';
import { childEnvironment } from '../child/environment.ts';
import { isRegion } from '../child/region.ts';
import { type ChildCommand, runChild, shellOf } from '../child/run.ts';
import { hasSurvivors } from '../child/survivors.ts';
import { type ExecContext, type Machine, say } from './exec-context.ts';
import type { ExecOptions } from './exec-options.ts';

/** A child that is gone sooner may only have started something. */
const launcherMs = 3_000;

/** What is run, and by what was vended first. */
export type Errand = {
  readonly options: ExecOptions;
  readonly context: ExecContext;
  readonly machine: Machine;
  readonly first: VendAnswer;
};

/** Runs the child; endpoint and files live exactly as long as it does. The child's exit code. */
export async function runWithKeeper(keeper: Keeper, errand: Errand): Promise<number> {
  const { options, context, machine, first } = errand;
  const { timers, platform, homeDirectory } = machine;
  const command = commandOf(options, { env: context.env, platform });
  const files = makeEmptyFiles();
  try {
    const endpoint = await openEndpoint(keeper);
    const startedAtMs = timers.nowMs();
    const { env, withheld } = childEnvironment(context.env, {
      profile: options.profile,
      region: regionOf(options, context, first.Sentinel.Region),
      endpoint,
      emptyFiles: files.paths,
      base: context.base,
      homeDirectory,
      platform,
    });
    if (withheld.length > 0) say(context, `not handed on, for AWS keys are in them: ${withheld}`);
    const ended = await runChild(command, env).finally(endpoint.close);
    if (ended.failure !== undefined) say(context, ended.failure);
    if (timers.nowMs() - startedAtMs < launcherMs && hasSurvivors(endpoint.url)) {
      say(context, outlived(command, options));
    }
    return ended.exitCode;
  } finally {
    files.remove();
  }
}

function commandOf(
  { command }: ExecOptions,
  where: { readonly env: ExecContext['env']; readonly platform: NodeJS.Platform },
): ChildCommand {
  const [file, ...args] = command;
  return file === undefined ? shellOf(where.env, where.platform) : { file, args };
}

/** The flag, the profile's, the parent's (`undefined` here), the settings'. */
function regionOf(
  options: ExecOptions,
  { env, settings }: ExecContext,
  ofProfile: string | undefined,
): string | undefined {
  if (options.region !== undefined) return options.region;
  if (ofProfile !== undefined && isRegion(ofProfile)) return ofProfile;
  return (env['AWS_REGION'] ?? env['AWS_DEFAULT_REGION']) ? undefined : settings.region;
}

function outlived({ file }: ChildCommand, { profile }: ExecOptions): string {
  return (
    `\`${file}\` has ended and left something running, which gets no credentials any more; ` +
    `for programs that outlive their command, put \`credential_process = sentinel credentials ${profile}\` ` +
    'into a profile of your AWS config file (`sentinel credentials --help`)'
  );
}

import { isRegion } from '../child/region.ts';
import { parseDuration } from '../duration.ts';
import { CliError } from '../failure.ts';
import { parseVendDuration, vendDurations } from '../vend-duration.ts';

/** What `exec` is asked to do. */
export type ExecOptions = {
  readonly profile: string;
  /** Program and arguments; empty: the person's shell. */
  readonly command: readonly string[];
  readonly durationSeconds?: number;
  readonly justification?: string;
  readonly ticket?: string;
  readonly region?: string;
  /** Name of a narrower view of the profile. */
  readonly scope?: string;
  /** Where it needs an approval: ask for it and wait. */
  readonly wait: boolean;
  /** Where policy says no: break the glass with this reason code. */
  readonly breakGlass?: string;
  /** How long a grant or the glass is asked for. */
  readonly forSeconds?: number;
  /** The session is not ended with the child. */
  readonly keep: boolean;
  /** Credentials are to have so much left, at the start and at every answer. */
  readonly minLeftSeconds: number;
};

/** The line as commander reads it. */
export type ExecLine = {
  /** Operands before `--`. */
  readonly operands: readonly string[];
  /** What stood after `--`. */
  readonly command: readonly string[];
  readonly flags: {
    readonly profile?: string;
    readonly duration?: string;
    readonly justification?: string;
    readonly ticket?: string;
    readonly scope?: string;
    readonly readOnly?: boolean;
    readonly wait?: boolean;
    readonly breakGlass?: string;
    readonly for?: string;
    readonly region?: string;
    readonly keep?: boolean;
    readonly minLeft?: string;
  };
};

/** Nothing that is vended lives longer than an hour, and a renewal needs some minutes. */
const mostMinLeftSeconds = 55 * 60;

/** Throws `CliError` `USAGE` for a line that cannot be meant. */
export function execOptions({ operands, command, flags }: ExecLine): ExecOptions {
  const { duration, minLeft, justification, ticket, region } = flags;
  const minLeftSeconds = minLeft === undefined ? 0 : seconds('--min-left', minLeft);
  if (minLeftSeconds > mostMinLeftSeconds) {
    throw usage('`--min-left` is at most 55m, for nothing that is vended lives longer than 1h');
  }
  if (region !== undefined && !isRegion(region)) throw usage(`\`${region}\` is no AWS Region`);
  if (flags.wait && flags.breakGlass !== undefined) {
    throw usage('`--wait` asks others and `--break-glass` does not: give one of them');
  }
  if (flags.for !== undefined && !flags.wait && flags.breakGlass === undefined) {
    throw usage(
      '`--for` goes with `--wait` or `--break-glass`; `--duration` is of the credentials',
    );
  }
  const scope = scopeOf(flags);
  return {
    profile: profileOf(operands, flags.profile),
    command,
    ...(duration !== undefined && { durationSeconds: vendSeconds(duration) }),
    ...(justification !== undefined && { justification }),
    ...(ticket !== undefined && { ticket }),
    ...(region !== undefined && { region }),
    ...(scope !== undefined && { scope }),
    wait: flags.wait ?? false,
    ...(flags.breakGlass !== undefined && { breakGlass: flags.breakGlass }),
    ...(flags.for !== undefined && { forSeconds: seconds('--for', flags.for) }),
    keep: flags.keep ?? false,
    minLeftSeconds,
  };
}

function profileOf(operands: readonly string[], flag: string | undefined): string {
  const [profile, ...rest] = flag === undefined ? operands : [flag, ...operands];
  if (profile === undefined) {
    throw usage('which profile?', 'sentinel profiles');
  }
  if (rest.length > 0) {
    throw usage(
      'the command comes after `--`, so that its options are not taken for ours',
      `sentinel exec ${profile} -- ${rest.join(' ')}`,
    );
  }
  return profile;
}

/** Throws `CliError` `USAGE` where two are named. */
export function scopeOf(flags: {
  readonly scope?: string;
  readonly readOnly?: boolean;
}): string | undefined {
  const { scope, readOnly } = flags;
  if (!readOnly || scope === 'read-only') return scope;
  if (scope === undefined) return 'read-only';
  throw usage(`\`--read-only\` is \`--scope read-only\`, and you named \`${scope}\` too`);
}

function vendSeconds(text: string): number {
  const parsed = parseVendDuration(text);
  if (parsed !== undefined) return parsed;
  throw usage(`\`--duration\` takes a time ${vendDurations}, not \`${text}\``);
}

function seconds(flag: string, text: string): number {
  const parsed = parseDuration(text);
  if (parsed === undefined) {
    throw usage(`\`${flag}\` takes a time such as \`30m\`, \`1h\` or \`900\`, not \`${text}\``);
  }
  return parsed;
}

function usage(message: string, help?: string): CliError {
  return new CliError('USAGE', message, help === undefined ? {} : { help });
}

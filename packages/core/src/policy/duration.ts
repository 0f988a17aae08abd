import type { PolicySet } from './document.ts';

/** How long one issue of credentials lives, and how long it is of use. Moments in milliseconds since the epoch. */
export type Duration = {
  /** What STS is asked for: 900..3600. */
  readonly stsSeconds: number;
  /** From when on the credentials are of no use: a whole second. */
  readonly endsAtMs: number;
  /** When a session policy must end their use, as STS might do so later; `undefined`: STS ends it. */
  readonly denyAtMs: number | undefined;
};

const shortestSeconds = 900;
const longestSeconds = 3600;
/** STS counts from when it is asked, some time after the decision; an answer that takes this long is not given out. */
const issuingMs = 60_000;

/** No credentials live longer than this after the decision: what ends later need not be known. */
export const longestLifeMs = longestSeconds * 1000 + issuingMs;

/**
 * What was asked for, or an hour, within the caps of the deciding rule and of the profile, and within what STS
 * issues: 15 minutes to the hour at which role chaining ends a session.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 * `notAfterMs`, the end of the grant, the break-glass or the rule's window, is never passed by a second.
 * `undefined`: less than a second of use is left.
 */
export function durationOf(
  { profile, baseline }: PolicySet,
  use: {
    readonly nowMs: number;
    readonly askedSeconds?: number | undefined;
    readonly ruleSeconds?: number | undefined;
    readonly notAfterMs?: number | undefined;
  },
): Duration | undefined {
  const { nowMs, notAfterMs = Number.POSITIVE_INFINITY } = use;
  const useSeconds = Math.min(
    use.askedSeconds ?? longestSeconds,
    use.ruleSeconds ?? longestSeconds,
    profile.profile.maxDurationSeconds ?? baseline?.defaults.maxDurationSeconds ?? longestSeconds,
    longestSeconds,
  );
  const endsAtMs = Math.floor(Math.min(nowMs + useSeconds * 1000, notAfterMs) / 1000) * 1000;
  if (!(endsAtMs > nowMs)) return undefined;

  const stsSeconds = Math.max(shortestSeconds, Math.ceil((endsAtMs - nowMs) / 1000));
  const stsEndsMs = nowMs + stsSeconds * 1000;
  const isCut = endsAtMs <= stsEndsMs - 1000 || notAfterMs < stsEndsMs + issuingMs;
  return { stsSeconds, endsAtMs, denyAtMs: isCut ? endsAtMs : undefined };
}

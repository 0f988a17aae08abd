const minute = 60_000;

/** Minutes before the end of a grant at which the person is warned. */
const steps = [2, 10] as const;

export type Warning = {
  /** The end that was warned of. */
  readonly endsAtMs: number;
  /** Which of the steps. */
  readonly minutes: number;
  /** `8 minutes`. */
  readonly words: string;
};

/**
 * The warning that is due, if one is: at 10 and at 2 minutes before the end, each once. An end that has moved
 * (an extended break-glass) is warned of anew.
 */
export function warningDue(
  endsAt: string | undefined,
  nowMs: number,
  last: Pick<Warning, 'endsAtMs' | 'minutes'> | undefined,
): Warning | undefined {
  const endsAtMs = endsAt === undefined ? Number.NaN : Date.parse(endsAt);
  const leftMs = endsAtMs - nowMs;
  const minutes = steps.find((step) => leftMs > 0 && leftMs <= step * minute);
  if (minutes === undefined) return undefined;
  if (last?.endsAtMs === endsAtMs && last.minutes <= minutes) return undefined;
  return { endsAtMs, minutes, words: inWords(leftMs) };
}

function inWords(leftMs: number): string {
  const minutes = Math.ceil(leftMs / minute);
  return minutes === 1 ? '1 minute' : `${minutes} minutes`;
}

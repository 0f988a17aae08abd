/** When the endpoint asks the server again. All in milliseconds. */

const second = 1_000;
const minute = 60 * second;

/** Credentials as they are held. */
export type Life = {
  readonly issuedAtMs: number;
  readonly expiresAtMs: number;
  /** At least so much is to be left at any time; 0 if nobody asked. */
  readonly minLeftMs: number;
};

/** How long a refusal is kept: SDKs ask up to five times within 3 s. */
export const refusalKeptMs = 5 * second;

/**
 * When to ask for the next credentials: at 20 minutes left, which is before botocore begins to (15) and
 * the JavaScript SDK (5); at a third of shorter lives; earlier where more is to be left. Never within a
 * minute of the last time, so that a grant near its end is not asked for over and over.
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html
 */
export function refreshAt(life: Life, chance: number): number {
  const { issuedAtMs, expiresAtMs, minLeftMs } = life;
  const margin = Math.max(Math.min(20 * minute, (expiresAtMs - issuedAtMs) / 3), minLeftMs);
  const jitter = chance * 0.1 * margin;
  return Math.min(expiresAtMs, Math.max(issuedAtMs + minute, expiresAtMs - margin - jitter));
}

/**
 * How long to wait after the `failures`th failure in a row (from 1): 1 s doubled each time, up to a minute
 * while there are credentials to answer and 5 s when there are none, less up to half by chance.
 */
export function backoff(failures: number, hasCredentials: boolean, chance: number): number {
  const most = hasCredentials ? minute : refusalKeptMs;
  return Math.min(most, second * 2 ** Math.min(failures - 1, 10)) * (1 - chance / 2);
}

import { SentinelError } from './errors.ts';
import { type Refusal, reasons } from './reasons.ts';

/** What the caller is told of a failure of the world; its own words go to the log only. */
export function failureOf(error: unknown): Refusal {
  const detail = wordsOfFailure(error);
  if (!(error instanceof SentinelError)) return reasons.internal(detail);
  switch (error.code) {
    case 'POLICY_ERROR':
      return reasons.policyError(detail);
    case 'CONFIG_ERROR':
      return reasons.configError(detail);
    case 'CREDENTIAL_ERROR':
      return reasons.credentialError(detail);
    case 'DEPENDENCY_UNAVAILABLE':
      return reasons.unavailable(detail);
    case 'INTERNAL':
      return reasons.internal(detail);
  }
}

/** What operators are told of it, with what caused it. */
export function wordsOfFailure(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const own = `${error.name}: ${error.message}`;
  return error.cause === undefined ? own : `${own} <- ${wordsOfFailure(error.cause)}`;
}

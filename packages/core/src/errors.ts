import type { Code } from './reasons.ts';

/** Codes of failures that no caller can mend. */
export type FailureCode = Extract<
  Code,
  'POLICY_ERROR' | 'CONFIG_ERROR' | 'CREDENTIAL_ERROR' | 'INTERNAL' | 'DEPENDENCY_UNAVAILABLE'
>;

/**
 * A failure of the world: a dependency that did not answer, or answered nonsense.
 * `message` is for the log, never for the caller.
 */
export class SentinelError extends Error {
  override readonly name = 'SentinelError';
  readonly code: FailureCode;

  constructor(code: FailureCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

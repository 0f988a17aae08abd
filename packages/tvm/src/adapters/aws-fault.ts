import { SentinelError } from '@sentinel/core/errors';

/** What went wrong at AWS, without what an SDK's error carries along: requests, headers, answers. */
export type AwsFault = {
  /** As AWS names it, or the name of the error. */
  readonly name: string;
  /** Of AWS's answer; absent where none came whole. */
  readonly status?: number;
  /** Fit for the log. */
  readonly text: string;
};

const timeouts: ReadonlySet<string> = new Set(['TimeoutError', 'AbortError']);

/**
 * Reads a thrown error. Its message is kept only where AWS or the socket wrote it:
 * the message of a parser quotes the answer, and an answer of STS holds secrets.
 */
export function awsFault(error: unknown): AwsFault {
  if (!(error instanceof Error)) return { name: 'unknown', text: 'unknown' };
  if (isCutOff(error)) return { name: error.name, text: `${error.name}: ${error.message}` };
  const status = statusOf(error);
  if (status === undefined) return { name: error.name, text: error.name };
  const message = status >= 400 ? `: ${error.message}` : '';
  return { name: error.name, status, text: `${error.name}${message} (HTTP ${status})` };
}

/** `DEPENDENCY_UNAVAILABLE` with the verb that failed. */
export function unavailable(verb: string, error: unknown): SentinelError {
  if (error instanceof SentinelError) return error;
  const { text } = awsFault(error);
  return new SentinelError('DEPENDENCY_UNAVAILABLE', `${verb}: ${text}`);
}

/** A socket or a timer ended it, maybe in the middle of an answer whose status had come. */
function isCutOff(error: Error): boolean {
  const isSocket =
    'code' in error && typeof error.code === 'string' && /^E[A-Z]+$/.test(error.code);
  return isSocket || timeouts.has(error.name);
}

function statusOf(error: Error): number | undefined {
  if (!('$metadata' in error)) return undefined;
  const metadata = error.$metadata;
  if (typeof metadata !== 'object' || metadata === null || !('httpStatusCode' in metadata)) {
    return undefined;
  }
  return typeof metadata.httpStatusCode === 'number' ? metadata.httpStatusCode : undefined;
}

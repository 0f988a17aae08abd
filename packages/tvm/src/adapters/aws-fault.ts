import { SentinelError } from '@sentinel/core/errors';

/** What went wrong at AWS, without what an SDK's error carries along: requests, headers, answers. */
export type AwsFault = {
  /** As AWS names it, or the name of the error. */
  readonly name: string;
  /** Of AWS's answer; absent where there was none. */
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
  const status = statusOf(error);
  if (status !== undefined && status >= 400) {
    return { name: error.name, status, text: `${error.name}: ${error.message} (HTTP ${status})` };
  }
  const isSocket =
    'code' in error && typeof error.code === 'string' && /^E[A-Z]+$/.test(error.code);
  const text =
    isSocket || timeouts.has(error.name) ? `${error.name}: ${error.message}` : error.name;
  return { name: error.name, ...(status !== undefined && { status }), text };
}

/** `DEPENDENCY_UNAVAILABLE` with the verb that failed. */
export function unavailable(verb: string, error: unknown): SentinelError {
  if (error instanceof SentinelError) return error;
  const { text } = awsFault(error);
  return new SentinelError('DEPENDENCY_UNAVAILABLE', `${verb}: ${text}`);
}

function statusOf(error: Error): number | undefined {
  if (!('$metadata' in error)) return undefined;
  const metadata = error.$metadata;
  if (typeof metadata !== 'object' || metadata === null || !('httpStatusCode' in metadata)) {
    return undefined;
  }
  return typeof metadata.httpStatusCode === 'number' ? metadata.httpStatusCode : undefined;
}

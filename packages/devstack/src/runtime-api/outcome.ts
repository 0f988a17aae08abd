/** What a function's caller is told when it fails. */
export type FunctionError = {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace?: readonly string[];
};

/** What became of one invocation. */
export type FunctionOutcome =
  /** The handler's answer as the runtime wrote it, JSON. */
  | { readonly kind: 'answered'; readonly payload: string }
  | { readonly kind: 'failed'; readonly error: FunctionError };

/** Errors that Lambda words itself, because the runtime said nothing. */
export const lambdaErrors = {
  timedOut: (requestId: string, timeoutMs: number): FunctionError => ({
    errorType: 'Sandbox.Timedout',
    errorMessage: `RequestId: ${requestId} Error: Task timed out after ${(timeoutMs / 1000).toFixed(2)} seconds`,
  }),
  exited: (requestId: string, how: Exit): FunctionError => ({
    errorType: 'Runtime.ExitError',
    errorMessage: `RequestId: ${requestId} Error: Runtime exited with error: ${wordsOf(how)}`,
  }),
  tooLarge: (maxBytes: number): FunctionError => ({
    errorType: 'Function.ResponseSizeTooLarge',
    errorMessage: `Response payload size exceeded maximum allowed payload size (${maxBytes} bytes).`,
  }),
} as const;

/** How a process ended; the signal's name without `SIG`, in lower case. */
export type Exit = { readonly code: number | null; readonly signal: string | null };

function wordsOf({ code, signal }: Exit): string {
  return signal === null ? `exit status ${code}` : `signal: ${signal}`;
}

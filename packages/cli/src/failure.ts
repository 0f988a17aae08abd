/** What the CLI itself finds wrong, beside the codes of the API. */
export type ClientCode =
  | 'USAGE'
  | 'SETTINGS'
  | 'NO_BASE_CREDENTIALS'
  | 'SIGN_IN_EXPIRED'
  | 'RECURSION'
  | 'GATEWAY_FORBIDDEN'
  | 'CLOCK_SKEW'
  | 'UNREACHABLE'
  | 'UNAVAILABLE'
  | 'UNTRUSTED_SERVER'
  | 'REDIRECTED'
  | 'BAD_ANSWER'
  | 'CANCELLED'
  | 'FAILURE';

/** A command cannot go on. `message` is one line for the person, `help` the next step. */
export class CliError extends Error {
  override readonly name = 'CliError';
  readonly code: ClientCode;
  readonly help: string | undefined;

  constructor(code: ClientCode, message: string, options: ErrorOptions & { help?: string } = {}) {
    super(message, options);
    this.code = code;
    this.help = options.help;
  }
}

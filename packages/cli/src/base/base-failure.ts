import { CliError } from '../failure.ts';
import { visible } from '../output/visible.ts';
import type { BaseSource } from './base-source.ts';

/**
 * Says why there are no base credentials. Only an AWS service's own words are repeated: a failing
 * `credential_process` puts its command line, which may hold secrets, into the SDK's message.
 */
export function baseFailure(cause: unknown, source: BaseSource): CliError {
  const message = cause instanceof Error ? cause.message : '';
  const profile = source.kind === 'profile' ? source.profile : undefined;
  const of = profile === undefined ? '' : ` of profile \`${profile}\``;
  if (/sso|login/i.test(message) && /expired|invalid|not found|refresh/i.test(message)) {
    return new CliError('SIGN_IN_EXPIRED', `the sign-in${of} has expired`, {
      cause,
      help: `run \`aws sso login${profile === undefined ? '' : ` --profile ${profile}`}\``,
    });
  }
  if (/multi-factor/i.test(message)) {
    return none(`the base credentials${of} need a code of an MFA device`, {
      cause,
      help: 'run this in a terminal',
    });
  }
  if (isOfService(cause)) {
    return none(`AWS refused the base credentials${of}: ${visible(message)}`, { cause });
  }
  if (profile === undefined) {
    return none('there are no AWS credentials to sign with', {
      cause,
      help: 'set `base_profile`, or sign in so that `aws sts get-caller-identity` works',
    });
  }
  return none(`profile \`${profile}\` gives no credentials`, {
    cause,
    help: `see what \`aws sts get-caller-identity --profile ${profile}\` says`,
  });
}

function none(message: string, options: { cause: unknown; help?: string }): CliError {
  return new CliError('NO_BASE_CREDENTIALS', message, options);
}

function isOfService(cause: unknown): boolean {
  return cause instanceof Error && '$fault' in cause && '$metadata' in cause;
}

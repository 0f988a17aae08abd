import { CliError } from '../failure.ts';
import type { Settings } from '../settings.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** Where base credentials are looked for. */
export type BaseSource =
  | { readonly kind: 'profile'; readonly profile: string }
  | { readonly kind: 'environment' }
  /** The AWS SDK's standard chain. */
  | { readonly kind: 'chain' };

/**
 * Decides where base credentials come from: the base profile of flag, environment and settings, else the
 * SDK's chain, whose first link, keys in the environment, needs no SDK. Inside an `exec` only a base profile
 * counts: keys and endpoint there are the vended ones. Throws `CliError` where there is none, and where
 * the base profile's own `credential_process` has called us.
 */
export function baseSource(settings: Pick<Settings, 'baseProfile'>, env: Env): BaseSource {
  if (env['SENTINEL_RESOLVING']) {
    throw new CliError(
      'RECURSION',
      "the base profile's `credential_process` is sentinel itself, so it can never sign",
      { help: 'set `base_profile` to the profile that you sign in with' },
    );
  }
  if (settings.baseProfile !== undefined) return { kind: 'profile', profile: settings.baseProfile };
  if (env['AWS_SENTINEL']) {
    throw new CliError(
      'NO_BASE_CREDENTIALS',
      'the base credentials lay in environment variables only, which are not handed on into `sentinel exec`',
      { help: 'set `base_profile`, or run this outside of `sentinel exec`' },
    );
  }
  const hasKeys = env['AWS_ACCESS_KEY_ID'] && env['AWS_SECRET_ACCESS_KEY'];
  return hasKeys && !env['AWS_PROFILE'] ? { kind: 'environment' } : { kind: 'chain' };
}

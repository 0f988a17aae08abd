import { CliError } from '../failure.ts';
import type { SigningKeys } from '../server/signing.ts';
import { baseFailure } from './base-failure.ts';
import type { BaseSource } from './base-source.ts';
import { guardProcess } from './guard-process.ts';

/** Keys and until when they hold, in milliseconds since the epoch; without it they do not expire. */
export type BaseCredentials = SigningKeys & { readonly expiresAtMs?: number };

export type BaseParts = {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** This process's live environment: changed before the AWS SDK is asked. */
  readonly processEnv: Record<string, string | undefined>;
  readonly nowMs: () => number;
  /** Asks the person for the code of an MFA device; absent where nobody can be asked. */
  readonly askMfaCode?: (serial: string) => Promise<string>;
};

/** From then on before their end, keys are fetched anew. */
const marginMs = 5 * 60_000;

/**
 * Base credentials, kept while they hold; where new ones cannot be had, the old ones serve to their end.
 * The AWS SDK is loaded only where something but the environment must be asked. Throws `CliError`.
 */
export function baseCredentials(
  source: BaseSource,
  parts: BaseParts,
): () => Promise<BaseCredentials> {
  let kept: BaseCredentials | undefined;
  let pending: Promise<BaseCredentials> | undefined;
  const left = () => (kept?.expiresAtMs ?? Number.POSITIVE_INFINITY) - parts.nowMs();
  const fetched = async () => {
    try {
      // Once a command runs, the terminal is its own: nothing is asked there any more.
      const { askMfaCode: _, ...unasking } = parts;
      kept = await resolve(source, kept === undefined ? parts : unasking);
      return kept;
    } catch (error) {
      if (kept !== undefined && left() > 0) return kept;
      throw error instanceof CliError ? error : baseFailure(error, source);
    } finally {
      pending = undefined;
    }
  };
  return async () => {
    if (kept !== undefined && left() > marginMs) return kept;
    pending ??= fetched();
    return pending;
  };
}

async function resolve(source: BaseSource, parts: BaseParts): Promise<BaseCredentials> {
  if (source.kind === 'environment') return fromEnvironment(parts);
  guardProcess(parts.processEnv);
  const { sdkCredentials } = await import('./sdk-credentials.ts');
  return sdkCredentials(source, parts);
}

function fromEnvironment({ env, nowMs }: BaseParts): BaseCredentials {
  const end = Date.parse(env['AWS_CREDENTIAL_EXPIRATION'] ?? '');
  if (end <= nowMs()) {
    throw new CliError('SIGN_IN_EXPIRED', 'the AWS keys in the environment have expired', {
      help: 'sign in again where they came from',
    });
  }
  const sessionToken = env['AWS_SESSION_TOKEN'];
  return {
    accessKeyId: env['AWS_ACCESS_KEY_ID'] ?? '',
    secretAccessKey: env['AWS_SECRET_ACCESS_KEY'] ?? '',
    ...(sessionToken ? { sessionToken } : {}),
  };
}

import { posix, win32 } from 'node:path';
import type { Base } from '../context.ts';
import { fateOf } from './inherited.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** What the child is given. */
export type Gift = {
  readonly profile: string;
  /** Of the flag or the profile; if absent, the parent's holds. */
  readonly region: string | undefined;
  readonly endpoint: { readonly url: string; readonly token: string };
  /** Absolute paths of empty files of ours. */
  readonly emptyFiles: EmptyPaths;
  /** What nested commands sign by. */
  readonly base: Base;
  readonly homeDirectory: string;
  readonly platform: NodeJS.Platform;
};

export type EmptyPaths = {
  readonly config: string;
  readonly credentials: string;
  readonly boto: string;
};

export type ChildEnvironment = {
  readonly env: Readonly<Record<string, string>>;
  /** Names of variables that were not handed on because an AWS key lay in their values. */
  readonly withheld: readonly string[];
};

/**
 * The child's environment: the parent's without anything that could name other credentials, and the endpoint.
 * Credentials in the environment and in profiles win over an endpoint, in botocore even a `[default]`
 * profile does, so the files are pointed away too.
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html
 */
export function childEnvironment(parent: Environment, gift: Gift): ChildEnvironment {
  const isWindows = gift.platform === 'win32';
  const entries = Object.entries(parent).flatMap(([name, value]) =>
    value === undefined ? [] : [{ name: isWindows ? name.toUpperCase() : name, value, as: name }],
  );
  const kept = entries.filter(({ name, value }) => fateOf(name, value) === 'keep');
  const inherited = Object.fromEntries(
    kept.map(({ name, value, as }) => [name.startsWith('AWS_') ? name : as, value]),
  );
  return {
    env: {
      ...inherited,
      ...withoutProxy(inherited, isWindows),
      ...regions(inherited, gift.region),
      AWS_CONTAINER_CREDENTIALS_FULL_URI: gift.endpoint.url,
      AWS_CONTAINER_AUTHORIZATION_TOKEN: gift.endpoint.token,
      AWS_CONFIG_FILE: gift.emptyFiles.config,
      AWS_SHARED_CREDENTIALS_FILE: gift.emptyFiles.credentials,
      BOTO_CONFIG: gift.emptyFiles.boto,
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_SENTINEL: gift.profile,
      ...pointersToBase(gift),
    },
    withheld: entries
      .filter(({ name, value }) => fateOf(name, value) === 'withhold')
      .map(({ as }) => as),
  };
}

/** Some SDKs read the one name, some the other. */
function regions(inherited: Environment, given: string | undefined): Record<string, string> {
  const region = given ?? inherited['AWS_REGION'] ?? inherited['AWS_DEFAULT_REGION'];
  if (region === undefined) return {};
  const fallback = given ?? inherited['AWS_DEFAULT_REGION'] ?? region;
  return { AWS_REGION: region, AWS_DEFAULT_REGION: fallback };
}

/** The token must not go through a proxy, whichever spelling of the variable a client reads. */
function withoutProxy(inherited: Environment, isWindows: boolean): Record<string, string> {
  if (isWindows) {
    const name = Object.keys(inherited).find((key) => key.toUpperCase() === 'NO_PROXY');
    return { [name ?? 'NO_PROXY']: withLoopback(inherited[name ?? 'NO_PROXY']) };
  }
  const { NO_PROXY: upper, no_proxy: lower } = inherited;
  return { NO_PROXY: withLoopback(upper ?? lower), no_proxy: withLoopback(lower ?? upper) };
}

function withLoopback(list: string | undefined): string {
  const hosts = (list ?? '').split(',').map((host) => host.trim());
  if (hosts.join() === '*' || hosts.includes('127.0.0.1')) return list ?? '';
  return [...hosts.filter((host) => host !== ''), '127.0.0.1'].join(',');
}

/**
 * Where nested commands find the base; only Sentinel reads these names. A base that lay in the environment
 * only has no profile and is not handed on.
 */
function pointersToBase({ base, homeDirectory, platform }: Gift): Record<string, string> {
  if (base.profile === undefined) return {};
  const { join } = platform === 'win32' ? win32 : posix;
  return {
    SENTINEL_BASE_PROFILE: base.profile,
    SENTINEL_AWS_CONFIG_FILE: base.configFile ?? join(homeDirectory, '.aws', 'config'),
    SENTINEL_AWS_SHARED_CREDENTIALS_FILE:
      base.credentialsFile ?? join(homeDirectory, '.aws', 'credentials'),
  };
}

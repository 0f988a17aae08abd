import type { BaseCredentials, BaseParts } from './base-credentials.ts';
import type { BaseSource } from './base-source.ts';

/** What the AWS SDK's providers answer. */
type SdkKeys = {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly expiration?: Date;
};

/**
 * Base credentials by the AWS SDK: of one profile, and of nothing else where it fails, or by the standard chain.
 * https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html
 */
export async function sdkCredentials(
  source: Exclude<BaseSource, { kind: 'environment' }>,
  parts: BaseParts,
): Promise<BaseCredentials> {
  const keys = await provider(source, await options(parts));
  return {
    accessKeyId: keys.accessKeyId,
    secretAccessKey: keys.secretAccessKey,
    ...(keys.sessionToken ? { sessionToken: keys.sessionToken } : {}),
    ...(keys.expiration === undefined ? {} : { expiresAtMs: keys.expiration.getTime() }),
  };
}

async function provider(
  source: Exclude<BaseSource, { kind: 'environment' }>,
  init: Awaited<ReturnType<typeof options>>,
): Promise<SdkKeys> {
  if (source.kind === 'profile') {
    const { fromIni } = await import('./sdk-profile.ts');
    return fromIni({ ...init, profile: source.profile, ignoreCache: true })();
  }
  const { defaultProvider } = await import('@aws-sdk/credential-provider-node');
  return defaultProvider({ ...init, ignoreCache: true })();
}

async function options({ env, askMfaCode }: BaseParts) {
  const httpsAgent = await agentForAws(env);
  return {
    logger: silent,
    ...(askMfaCode === undefined ? {} : { mfaCodeProvider: askMfaCode }),
    ...(httpsAgent === undefined ? {} : { clientConfig: { requestHandler: { httpsAgent } } }),
  };
}

// The SDK itself knows neither HTTPS_PROXY nor AWS_CA_BUNDLE.
async function agentForAws(env: BaseParts['env']) {
  const [{ proxyAgent }, { bundleCertificates }] = await Promise.all([
    import('../server/proxy.ts'),
    import('../server/trust.ts'),
  ]);
  const proxy = await proxyAgent({ origin: 'https://sts.amazonaws.com', isLoopback: false }, env);
  if (proxy !== undefined) return proxy;
  const ca = await bundleCertificates(env);
  if (ca === undefined) return undefined;
  const { Agent } = await import('node:https');
  return new Agent({ ca: [...ca] });
}

// Its warnings are about itself, and its debug lines are of no use to the person.
const silent = { trace() {}, debug() {}, info() {}, warn() {}, error() {} };

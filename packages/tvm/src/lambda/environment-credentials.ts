import { SentinelError } from '@sentinel/core/errors';

export type Environment = Readonly<Record<string, string | undefined>>;

export type RoleCredentials = {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
};

/**
 * The execution role's credentials, from where Lambda puts them and nowhere else: no profile, process, metadata
 * service or sign-in of a machine can slip in. https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
 */
export function environmentCredentials(
  env: Environment = process.env,
): () => Promise<RoleCredentials> {
  return async () => {
    const accessKeyId = env['AWS_ACCESS_KEY_ID'];
    const secretAccessKey = env['AWS_SECRET_ACCESS_KEY'];
    const sessionToken = env['AWS_SESSION_TOKEN'];
    if (!accessKeyId || !secretAccessKey || !sessionToken) {
      throw new SentinelError('CONFIG_ERROR', 'the environment holds no role credentials');
    }
    return { accessKeyId, secretAccessKey, sessionToken };
  };
}

/** Stands in the bundle for the SDK's chain of credential providers, under the name that its clients import. */
export function defaultProvider(): () => Promise<RoleCredentials> {
  return environmentCredentials();
}

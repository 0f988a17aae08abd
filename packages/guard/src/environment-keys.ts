/** Keys that sign a request. */
export type GuardKeys = {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
};

/**
 * The keys of a Lambda function's own role, from where Lambda puts them. Throws where they are not.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
 */
export async function environmentKeys(
  env: Readonly<Record<string, string | undefined>> = process.env,
): Promise<GuardKeys> {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = env;
  const { AWS_SESSION_TOKEN: sessionToken } = env;
  if (!accessKeyId || !secretAccessKey) throw new Error('the environment holds no credentials');
  return { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) };
}

/** Names that lead the AWS SDK to vended credentials inside an `exec`. */
const vended = [
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_CREDENTIAL_EXPIRATION',
  'AWS_CONTAINER_CREDENTIALS_FULL_URI',
  'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
  'AWS_CONTAINER_AUTHORIZATION_TOKEN',
  'AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE',
  'AWS_PROFILE',
  'AWS_DEFAULT_PROFILE',
];

/**
 * Readies this process's own environment, which the AWS SDK reads and hands to a profile's
 * `credential_process`: marks it against recursion and, inside an `exec`, points it back at the base.
 * Parts of the SDK take file names from nowhere else (`fromIni` drops them for SSO profiles).
 */
export function guardProcess(env: Record<string, string | undefined>): void {
  env['SENTINEL_RESOLVING'] = '1';
  if (!env['AWS_SENTINEL']) return;
  for (const name of vended) delete env[name];
  for (const name of ['AWS_CONFIG_FILE', 'AWS_SHARED_CREDENTIALS_FILE']) {
    const handedOn = env[`SENTINEL_${name}`];
    if (handedOn) env[name] = handedOn;
    else delete env[name];
  }
}

/**
 * Which variables a child may inherit. The rule for `AWS_*` is a closed list, because each SDK reads names of
 * its own and any of them may name credentials that win over the endpoint.
 * https://docs.aws.amazon.com/sdkref/latest/guide/settings-reference.html
 */

/** What of `AWS_*` is handed on: how to call AWS, never as whom or at which address. */
const allowed: ReadonlySet<string> = new Set([
  // where: read only if neither the flag nor the profile says so
  'AWS_REGION',
  'AWS_DEFAULT_REGION',
  // trust in a proxy that opens TLS
  'AWS_CA_BUNDLE',
  // how answers are shown
  'AWS_PAGER',
  'AWS_DEFAULT_OUTPUT',
  'AWS_CLI_AUTO_PROMPT',
  'AWS_CLI_FILE_ENCODING',
  // patience
  'AWS_RETRY_MODE',
  'AWS_MAX_ATTEMPTS',
  'AWS_DEFAULTS_MODE',
  // which of AWS's own endpoints: dropping these would weaken what a person chose
  'AWS_USE_FIPS_ENDPOINT',
  'AWS_USE_DUALSTACK_ENDPOINT',
  'AWS_STS_REGIONAL_ENDPOINTS',
  // words in the user agent
  'AWS_SDK_UA_APP_ID',
  'AWS_EXECUTION_ENV',
]);

/**
 * Families of names beside `AWS_*` that some client takes credentials from: the Ruby SDK (`AMAZON_*`), Ansible
 * and the EC2 tools (`EC2_*`), boto 2 (`BOTO_*`).
 */
const families = ['AWS_', 'AMAZON_', 'EC2_', 'BOTO_'] as const;

/** Our own that hold for one process only, or that are written anew. */
const own: ReadonlySet<string> = new Set([
  'SENTINEL_RESOLVING',
  'SENTINEL_BASE_PROFILE',
  'SENTINEL_AWS_CONFIG_FILE',
  'SENTINEL_AWS_SHARED_CREDENTIALS_FILE',
]);

/** An access key id of a user or a role session, wherever it stands. */
const accessKeyId = /(?<![A-Z0-9])A[KS]IA[A-Z0-9]{16}(?![A-Z0-9])/;

/** A Java system property that the Java SDK reads before it looks at the endpoint. */
const javaProperty = /-Daws\.(?!region=)/i;

/**
 * `keep`: handed on · `drop`: known to steer credentials, dropped without a word ·
 * `withhold`: a name that we do not know with an AWS key in its value, worth a word to the person.
 */
export type Fate = 'keep' | 'drop' | 'withhold';

/** What becomes of one variable. Names are compared without case, as Windows does. */
export function fateOf(name: string, value: string): Fate {
  const upper = name.toUpperCase();
  if (own.has(upper)) return 'drop';
  if (families.some((family) => upper.startsWith(family))) {
    return allowed.has(name) ? 'keep' : 'drop';
  }
  return accessKeyId.test(value) || javaProperty.test(value) ? 'withhold' : 'keep';
}

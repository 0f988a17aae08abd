/** A file that a hostile parent has left in its home, by path below it. */
export type HostileFiles = Readonly<Record<string, string>>;

export type HostileParent = {
  readonly name: string;
  readonly env: Readonly<Record<string, string>>;
  readonly files?: HostileFiles;
};

/** Looks like a key, and is another's than the one that is vended. */
export const foreignKey = 'AKIAFOREIGNFOREIGN22';

const keys = `aws_access_key_id = ${foreignKey}\naws_secret_access_key = foreign-secret\n`;
const process = `credential_process = printf '{"Version":1,"AccessKeyId":"${foreignKey}","SecretAccessKey":"foreign-secret"}'\n`;

/**
 * Parents that hold credentials of their own, in every way that some SDK or tool is known to take them.
 * `HOME` stands for the directory in which `files` lie.
 */
export const hostileParents: readonly HostileParent[] = [
  {
    name: 'long-lived keys',
    env: { AWS_ACCESS_KEY_ID: foreignKey, AWS_SECRET_ACCESS_KEY: 'foreign-secret' },
  },
  {
    name: 'keys of a session',
    env: {
      AWS_ACCESS_KEY_ID: 'ASIAFOREIGNFOREIGN22',
      AWS_SECRET_ACCESS_KEY: 'foreign-secret',
      AWS_SESSION_TOKEN: 'foreign-token',
      AWS_SECURITY_TOKEN: 'foreign-token',
      AWS_CREDENTIAL_EXPIRATION: '2030-01-01T00:00:00Z',
    },
  },
  {
    name: 'names of old SDKs',
    env: { AWS_ACCESS_KEY: foreignKey, AWS_SECRET_KEY: 'foreign-secret' },
  },
  {
    name: 'names of the Ruby SDK',
    env: {
      AMAZON_ACCESS_KEY_ID: foreignKey,
      AMAZON_SECRET_ACCESS_KEY: 'foreign-secret',
      AMAZON_SESSION_TOKEN: 'foreign-token',
    },
  },
  {
    name: 'names of Ansible and the EC2 tools',
    env: {
      EC2_ACCESS_KEY: foreignKey,
      EC2_SECRET_KEY: 'foreign-secret',
      EC2_SECURITY_TOKEN: 'foreign-token',
    },
  },
  {
    name: 'a profile',
    env: { AWS_PROFILE: 'foreign', AWS_DEFAULT_PROFILE: 'foreign' },
    files: { '.aws/config': `[profile foreign]\nregion = eu-west-3\n${keys}` },
  },
  {
    name: 'a default profile in the config file',
    env: {},
    files: { '.aws/config': `[default]\n${keys}` },
  },
  {
    name: 'a default profile in the credentials file',
    env: {},
    files: { '.aws/credentials': `[default]\n${keys}` },
  },
  {
    name: 'a default profile that runs a command',
    env: {},
    files: { '.aws/config': `[default]\n${process}` },
  },
  {
    name: 'files elsewhere',
    env: { AWS_CONFIG_FILE: 'HOME/elsewhere', AWS_SHARED_CREDENTIALS_FILE: 'HOME/elsewhere' },
    files: { elsewhere: `[default]\n${keys}` },
  },
  {
    name: 'a profile to be loaded from files elsewhere',
    env: { AWS_SDK_LOAD_CONFIG: '1', AWS_PROFILE: 'foreign', AWS_CONFIG_FILE: 'HOME/elsewhere' },
    files: { elsewhere: `[profile foreign]\n${process}` },
  },
  {
    name: 'boto files in the home',
    env: {},
    files: { '.boto': `[Credentials]\n${keys}` },
  },
  {
    name: 'a boto file elsewhere',
    env: { BOTO_CONFIG: 'HOME/elsewhere', BOTO_PATH: 'HOME/elsewhere' },
    files: { elsewhere: `[Credentials]\n${keys}` },
  },
  {
    name: 'a credential file of the EC2 tools',
    env: { AWS_CREDENTIAL_FILE: 'HOME/elsewhere' },
    files: { elsewhere: `AWSAccessKeyId=${foreignKey}\nAWSSecretKey=foreign-secret\n` },
  },
  {
    name: 'a web identity',
    env: {
      AWS_WEB_IDENTITY_TOKEN_FILE: 'HOME/elsewhere',
      AWS_ROLE_ARN: 'arn:aws:iam::999999999999:role/Foreign',
      AWS_ROLE_SESSION_NAME: 'foreign',
    },
    files: { elsewhere: 'foreign-token' },
  },
  {
    name: 'a container endpoint by relative address',
    env: { AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: '/v2/credentials/foreign' },
  },
  {
    name: 'a container endpoint by full address',
    env: {
      AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://127.0.0.1:1/foreign',
      AWS_CONTAINER_AUTHORIZATION_TOKEN: 'foreign-token',
    },
  },
  {
    name: 'a token file that wins over the token',
    env: { AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: 'HOME/elsewhere' },
    files: { elsewhere: 'foreign-token' },
  },
  {
    name: 'another outer exec',
    env: {
      AWS_SENTINEL: 'staging',
      AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://127.0.0.1:1/credentials',
      AWS_CONTAINER_AUTHORIZATION_TOKEN: 'foreign-token',
      AWS_CONFIG_FILE: 'HOME/empty',
      AWS_SHARED_CREDENTIALS_FILE: 'HOME/empty',
      SENTINEL_RESOLVING: '1',
    },
    files: { empty: '' },
  },
  {
    name: 'the shell of another vault',
    env: {
      AWS_VAULT: 'foreign',
      AWS_ACCESS_KEY_ID: foreignKey,
      AWS_SECRET_ACCESS_KEY: 'foreign-secret',
      AWS_REGION: 'eu-west-3',
    },
  },
  {
    name: 'an instance that answers',
    env: {
      AWS_EC2_METADATA_DISABLED: 'false',
      AWS_EC2_METADATA_SERVICE_ENDPOINT: 'http://127.0.0.1:1',
      AWS_EC2_METADATA_V1_DISABLED: 'false',
    },
  },
  {
    name: 'other addresses to send to',
    env: {
      AWS_ENDPOINT_URL: 'http://foreign.example',
      AWS_ENDPOINT_URL_STS: 'http://foreign.example',
      AWS_DATA_PATH: 'HOME/models',
    },
  },
  {
    name: 'names in other cases',
    env: {
      aws_access_key_id: foreignKey,
      Aws_Secret_Access_Key: 'foreign-secret',
      aws_profile: 'foreign',
      Boto_Config: 'HOME/elsewhere',
    },
  },
  {
    name: 'names that no SDK of today reads',
    env: { AWS_CREDENTIALS_OF_TOMORROW: 'foreign-secret', AWS_: 'foreign-secret' },
  },
  {
    name: 'keys under names of other tools',
    env: {
      TF_VAR_access_key: foreignKey,
      RCLONE_S3_ACCESS_KEY_ID: 'ASIAFOREIGNFOREIGN22',
      MC_HOST_s3: `https://${foreignKey}:foreign-secret@s3.amazonaws.com`,
      TF_CLI_ARGS_plan: `-var=access_key=${foreignKey}`,
    },
  },
  {
    name: 'system properties of Java',
    env: {
      JAVA_TOOL_OPTIONS: '-Xmx1g -Daws.profile=foreign',
      MAVEN_OPTS: '-Daws.sharedCredentialsFile=/elsewhere',
      GRADLE_OPTS: '-Daws.accessKeyId=foreign -Daws.secretAccessKey=foreign-secret',
    },
  },
  {
    name: 'a proxy for everything',
    env: {
      HTTP_PROXY: 'http://127.0.0.1:1',
      http_proxy: 'http://127.0.0.1:1',
      HTTPS_PROXY: 'http://127.0.0.1:1',
      ALL_PROXY: 'http://127.0.0.1:1',
      NO_PROXY: 'corp.example',
    },
  },
  {
    name: 'signing in by another way',
    env: {
      AWS_SSO_SESSION: 'foreign',
      AWS_BEARER_TOKEN_BEDROCK: 'foreign-token',
      AWS_LOGIN_CACHE_DIRECTORY: 'HOME/login',
      AWS_CREDENTIAL_SOURCE: 'Environment',
    },
  },
];

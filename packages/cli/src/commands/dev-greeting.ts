import type { Stack } from '@sentinel/devstack/stack/start-devstack';
import type { DevOptions } from './dev.ts';

/** The dev stack's callers as an AWS config file. */
export function awsConfig({ users, region }: Pick<Stack, 'users' | 'region'>): string {
  return users
    .map((user) =>
      [
        `[profile ${user.name}]`,
        `# ${user.about}`,
        `region = ${region}`,
        `aws_access_key_id = ${user.accessKeyId}`,
        `aws_secret_access_key = ${user.secretAccessKey}`,
        ...(user.sessionToken === undefined ? [] : [`aws_session_token = ${user.sessionToken}`]),
        '',
      ].join('\n'),
    )
    .join('\n');
}

/** What a greeting tells beside the stack. */
export type GreetingParts = Pick<DevOptions, 'data' | 'awsEndpointUrl'> & {
  /** Program and script, where the command is no `sentinel` on the path. */
  readonly runBy?: readonly string[];
};

/** What a person is told at the start: what to try, and who there is. */
export function greeting(
  stack: Pick<Stack, 'url' | 'users' | 'stsUrl'>,
  configFile: string,
  parts: GreetingParts,
): string {
  const alias = parts.runBy && `alias sentinel=${quoted(parts.runBy.map(quoted).join(' '))}\n  `;
  return `Sentinel listens at ${stack.url}. Ctrl-C ends it${afterwards(parts)}.

To try it, in another terminal, first:

  ${alias ?? ''}export AWS_CONFIG_FILE=${quoted(configFile)}
  export SENTINEL_TVM_URL=${stack.url} SENTINEL_BASE_PROFILE=alice

Who am I, and what can I have:

  sentinel whoami
  sentinel profiles

A command with credentials, and what it finds in place of keys (the second needs the AWS CLI):

  sentinel exec dev -- sh -c "env | grep ^AWS"
  sentinel exec dev -- aws sts get-caller-identity --endpoint-url ${stack.stsUrl}

Refused by policy, and why; refused for want of an approval; given to bob, who is on call:

  sentinel exec payments -- true
  sentinel explain payments
  sentinel exec production -- true
  sentinel exec production --base-profile bob --reason "look at the logs" -- echo "it runs"

Asked for by alice, approved by carol, in a second terminal; broken open by bob in an emergency:

  sentinel exec production --wait --reason "rotate the signing key" -- echo "it runs"
  sentinel approve ID --base-profile carol
  sentinel exec database --base-profile bob --break-glass incident --reason "orders fail since 02:10" -- echo "it runs"

What was opened; and alice kept out, by erin of security:

  sentinel sessions
  sentinel block alice@example.com --base-profile erin --reason "laptop stolen"

Callers, for SENTINEL_BASE_PROFILE or --base-profile; their keys, in that config file, open nothing on AWS:

${callers(stack.users)}

Decisions, as they fall:
`;
}

function afterwards({ data, awsEndpointUrl }: GreetingParts): string {
  if (data !== undefined) return `; sessions stay in ${data}`;
  if (awsEndpointUrl !== undefined) return `; table and documents stay at ${awsEndpointUrl}`;
  return ' and forgets everything';
}

function callers(users: Stack['users']): string {
  const width = Math.max(...users.map(({ name }) => name.length));
  return users.map(({ name, about }) => `  ${name.padEnd(width)}  ${about}`).join('\n');
}

/** As a POSIX shell takes it for one word. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

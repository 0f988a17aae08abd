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

/** What a person is told at the start: who there is, and what to try. */
export function greeting(stack: Stack, configFile: string, options: DevOptions): string {
  return `Sentinel listens at ${stack.url}; Ctrl-C ends it${afterwards(options)}.

Callers, as profiles of the AWS config file ${configFile}
(keys of this run alone; nothing here reaches AWS):

${indented(awsConfig(stack))}
In another terminal:

  export AWS_CONFIG_FILE=${configFile}
  export SENTINEL_TVM_URL=${stack.url} SENTINEL_BASE_PROFILE=alice

  sentinel whoami
  sentinel profiles
  sentinel exec dev -- aws sts get-caller-identity --endpoint-url ${stack.stsUrl}
  sentinel exec payments -- true       # refused: policy denies
  sentinel explain payments
  sentinel exec production -- true     # refused: needs an approval
  sentinel sessions

Decisions, as they fall:
`;
}

function afterwards({ data, awsEndpointUrl }: DevOptions): string {
  if (data !== undefined) return `; sessions stay in ${data}`;
  if (awsEndpointUrl !== undefined) return `; what it wrote stays at ${awsEndpointUrl}`;
  return ' and forgets everything';
}

function indented(text: string): string {
  return text.replace(/^(?=.)/gm, '  ');
}

import type { Devstack } from '@sentinel/devstack/stack/start-devstack';

/** The dev stack's callers as an AWS config file. */
export function awsConfig({ users, region }: Pick<Devstack, 'users' | 'region'>): string {
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
export function greeting(stack: Devstack, configFile: string): string {
  return `Sentinel listens at ${stack.url}; Ctrl-C ends it and forgets everything.

Callers, as profiles of the AWS config file ${configFile}
(keys of this run alone; nothing here reaches AWS):

${indented(awsConfig(stack))}
In another terminal:

  export AWS_CONFIG_FILE=${configFile}
  export SENTINEL_TVM_URL=${stack.url} SENTINEL_BASE_PROFILE=alice

  sentinel whoami
  sentinel profiles
  sentinel exec dev -- aws sts get-caller-identity --endpoint-url ${stack.sts.url}
  sentinel exec payments -- true       # refused: policy denies
  sentinel explain payments
  sentinel exec production -- true     # refused: needs an approval
  sentinel sessions

Decisions, as they fall:
`;
}

function indented(text: string): string {
  return text.replace(/^(?=.)/gm, '  ');
}

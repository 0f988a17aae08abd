import type { FunctionOptions } from './lambda-function.ts';

/** Where the process finds the pipe for what it logs by `console`. */
const telemetryDescriptor = 3;

/**
 * All that a function's process knows: nothing of this machine's environment reaches it.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
 */
export function environmentVariables(
  options: FunctionOptions,
  runtimeApi: string,
): Readonly<Record<string, string>> {
  const { name, region, credentials, codeFolder, memoryMb } = options;
  return {
    ...options.variables,
    _HANDLER: options.handler,
    AWS_LAMBDA_RUNTIME_API: runtimeApi,
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_LAMBDA_FUNCTION_NAME: name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMb),
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: '2026/01/01/[$LATEST]00000000000000000000000000000000',
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_SESSION_TOKEN: credentials.sessionToken,
    LAMBDA_TASK_ROOT: codeFolder,
    _LAMBDA_TELEMETRY_LOG_FD: String(telemetryDescriptor),
    // Node would else find the home of whoever runs this, with AWS config files in it.
    HOME: codeFolder,
    LANG: 'en_US.UTF-8',
    PATH: '/usr/local/bin:/usr/bin/:/bin',
    TZ: ':UTC',
  };
}

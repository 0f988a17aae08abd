/**
 * Every variable that a process has beside those that Terraform sets, and why. Only the last is this machine's: names
 * lead to the stand-ins by the network that the process is given, so that no endpoint needs a variable.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
 */
export const besideThePlan = {
  _HANDLER: "Lambda sets it: the plan's own handler",
  _LAMBDA_TELEMETRY_LOG_FD: 'Lambda sets it: where its runtime client logs',
  AWS_ACCESS_KEY_ID: 'Lambda sets it: of the execution role',
  AWS_SECRET_ACCESS_KEY: 'Lambda sets it: of the execution role',
  AWS_SESSION_TOKEN: 'Lambda sets it: of the execution role',
  AWS_DEFAULT_REGION: 'Lambda sets it',
  AWS_REGION: 'Lambda sets it; every function reads it',
  AWS_EXECUTION_ENV: 'Lambda sets it',
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: "Lambda sets it: the plan's own memory",
  AWS_LAMBDA_FUNCTION_NAME: 'Lambda sets it',
  AWS_LAMBDA_FUNCTION_VERSION: 'Lambda sets it',
  AWS_LAMBDA_INITIALIZATION_TYPE: 'Lambda sets it',
  AWS_LAMBDA_LOG_GROUP_NAME: 'Lambda sets it',
  AWS_LAMBDA_LOG_STREAM_NAME: 'Lambda sets it',
  AWS_LAMBDA_RUNTIME_API: 'Lambda sets it: where events come from',
  HOME: 'nothing of who runs the tests is found there',
  LAMBDA_TASK_ROOT: 'Lambda sets it: where the zip was unpacked',
  LANG: 'Lambda sets it',
  PATH: 'Lambda sets it',
  TZ: 'Lambda sets it',
  NODE_EXTRA_CA_CERTS: 'the stand-ins vouch for themselves; AWS has certificates that Node trusts',
} as const satisfies Readonly<Record<string, string>>;

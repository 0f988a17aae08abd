import { Duration } from 'aws-cdk-lib';
import {
  Architecture,
  Code,
  Function as Lambda,
  LoggingFormat,
  Runtime,
} from 'aws-cdk-lib/aws-lambda';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { type FunctionDeclaration, functions } from '../declarations/functions.ts';
import type { FunctionName } from '../declarations/rights.ts';
import type { ExecutionRole } from './execution-role.ts';
import type { Settings } from './props.ts';

/** Bytes that the variables of a function may have. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const environmentBytes = 4096;

/** One function out of the release's zip. Throws where its settings are larger than Lambda takes. */
export function serverFunction(
  scope: Construct,
  name: FunctionName,
  parts: {
    readonly settings: Settings;
    readonly environment: Readonly<Record<string, string>>;
    readonly role: ExecutionRole;
    readonly logGroup: ILogGroup;
  },
): Lambda {
  const { settings, environment, role, logGroup } = parts;
  const size = JSON.stringify(environment).length;
  if (size > environmentBytes) {
    throw new Error(
      `wrong SentinelTvm: the settings of the function ${name} are larger than the 4 KB that Lambda takes: there are too many accounts, or too long names of them`,
    );
  }
  const declared: FunctionDeclaration = functions[name];
  return new Lambda(scope, name, {
    functionName: `${settings.name}-${name}`,
    description: declared.description,
    code: Code.fromAsset(settings.packagePath),
    handler: declared.handler,
    runtime: settings.runtime ?? Runtime.NODEJS_24_X,
    architecture: Architecture.ARM_64,
    memorySize: declared.memoryMb,
    timeout: Duration.seconds(declared.timeoutSeconds),
    environment: { ...environment },
    role: role.role,
    // Records are JSON already; wrapped in Lambda's own they would be no metrics.
    loggingFormat: LoggingFormat.TEXT,
    logGroup,
    ...(declared.concurrency !== undefined && {
      reservedConcurrentExecutions: declared.concurrency,
    }),
  });
}

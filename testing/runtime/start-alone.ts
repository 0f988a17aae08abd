import {
  createFunction,
  type LambdaFunction,
} from '@sentinel/devstack/runtime-api/lambda-function';
import { place } from '@sentinel/devstack/stack/place';
import type { FunctionName } from '@sentinel/tvm/infrastructure/rights';
import { nodeRuntime } from './runtime-client.ts';

const memoryMb = 256;

/** A function with these variables and nothing behind it: enough for its init, which calls nobody. */
export function startAlone(about: {
  readonly of: FunctionName;
  readonly codeFolder: string;
  readonly variables: Readonly<Record<string, string>>;
}): LambdaFunction {
  const { of, codeFolder, variables } = about;
  return createFunction({
    name: `sentinel-${of}`,
    functionArn: `arn:aws:lambda:${place.region}:${place.hubAccount}:function:sentinel-${of}`,
    region: place.region,
    command: nodeRuntime(memoryMb),
    codeFolder,
    handler: `${of}.handler`,
    credentials: { accessKeyId: 'ASIANOBODY', secretAccessKey: 'none', sessionToken: 'none' },
    variables,
    memoryMb,
    timeoutMs: 10_000,
  });
}

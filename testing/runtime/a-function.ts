import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Handler } from '@sentinel/devstack/gateway/invoke';
import type { PayloadEvent } from '@sentinel/devstack/gateway/payload-event';
import {
  createFunction,
  handlerOf,
  type LambdaFunction,
} from '@sentinel/devstack/runtime-api/lambda-function';
import { place } from '@sentinel/devstack/stack/place';
import type { Devstack, DevstackOptions } from '@sentinel/devstack/stack/start-devstack';
import { unzipSync } from 'fflate';
import { buildLambda } from '../../scripts/build-lambda.ts';
import { type Stack, withStack } from '../end-to-end/a-stack.ts';
import { nodeRuntime } from './runtime-client.ts';

const functionArn = `arn:aws:lambda:${place.region}:${place.hubAccount}:function:sentinel-api`;

/** The zip behind the dev stack's gateway, in a process as Lambda starts it. */
export type Deployed = Pick<Stack, 'stack' | 'call'> & {
  readonly fn: LambdaFunction;
  /** Secrets of its role. */
  readonly secrets: readonly string[];
  /** What the gateway handed over so far. */
  events(): readonly PayloadEvent[];
  /** Every line that its processes wrote. */
  lines(): readonly string[];
};

export type Deployment = Pick<DevstackOptions, 'faults'> & {
  readonly timeoutMs?: number;
  /** Beside the right ones, or instead of them; what is `undefined` is left out. */
  readonly variables?: Readonly<Record<string, string | undefined>>;
};

const memoryMb = 256;

/** Unpacks the zip as it is released; returns the folder. Remove it with `removeCode`. */
export async function unpackZip(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'sentinel-zip-'));
  const { zip } = await buildLambda();
  for (const [name, bytes] of Object.entries(unzipSync(zip))) {
    await writeFile(join(folder, name), bytes);
  }
  return folder;
}

export function removeCode(folder: string): Promise<void> {
  return rm(folder, { recursive: true });
}

/** Deploys the code of a folder, hands it to the test, and ends its process whatever happens. */
export function withFunction<T>(
  codeFolder: string,
  { faults, ...deployment }: Deployment,
  work: (deployed: Deployed) => Promise<T>,
): Promise<T> {
  const { promise: deployed, resolve: deploy } = Promise.withResolvers<Handler>();
  const events: PayloadEvent[] = [];
  const between = (): Handler => async (event, context) => {
    events.push(event);
    return (await deployed)(event, context);
  };
  return withStack({ between, ...(faults && { faults }) }, async ({ stack, call }) => {
    const lines: string[] = [];
    const credentials = roleCredentials(stack);
    const fn = createFunction({
      name: 'sentinel-api',
      functionArn,
      region: place.region,
      command: nodeRuntime(memoryMb),
      codeFolder,
      handler: 'api.handler',
      credentials,
      variables: variablesOf(stack, deployment.variables),
      memoryMb,
      timeoutMs: deployment.timeoutMs ?? 15_000,
      onLine: (line) => lines.push(line),
    });
    deploy(handlerOf(fn));
    try {
      return await work({
        stack,
        call,
        fn,
        secrets: [credentials.secretAccessKey, credentials.sessionToken],
        events: () => [...events],
        lines: () => [...lines],
      });
    } finally {
      await fn.close();
    }
  });
}

function roleCredentials({ iam }: Devstack) {
  const issuedAtMs = Date.now();
  const { accessKeyId, secretAccessKey, sessionToken } = iam.openSession({
    roleArn: `arn:aws:iam::${place.hubAccount}:role/${place.apiRole}`,
    sessionName: 'sentinel-api',
    issuedAtMs,
    expiresAtMs: issuedAtMs + 12 * 3_600_000,
    // As Lambda does: https://docs.aws.amazon.com/lambda/latest/dg/permissions-source-function-arn.html
    carried: { 'lambda:SourceFunctionArn': functionArn },
  });
  return { accessKeyId, secretAccessKey, sessionToken };
}

/** The SDK's own variables name the stand-ins: nothing in the zip knows that it is tested. */
function variablesOf(stack: Devstack, changes: Deployment['variables'] = {}) {
  const variables: Readonly<Record<string, string | undefined>> = {
    SENTINEL_TABLE: place.table,
    SENTINEL_API_ID: place.apiId,
    SENTINEL_ACCOUNT_ID: place.hubAccount,
    AWS_ENDPOINT_URL_STS: stack.sts.url,
    AWS_ENDPOINT_URL_SSM: stack.ssm.url,
    AWS_ENDPOINT_URL_DYNAMODB: stack.dynamodb.url,
    ...changes,
  };
  return Object.fromEntries(
    Object.entries(variables).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value] as const],
    ),
  );
}

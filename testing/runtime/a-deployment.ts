import { readFile } from 'node:fs/promises';
import type { Handler } from '@sentinel/devstack/gateway/invoke';
import type { PayloadEvent } from '@sentinel/devstack/gateway/payload-event';
import {
  createFunction,
  handlerOf,
  type LambdaFunction,
} from '@sentinel/devstack/runtime-api/lambda-function';
import { functionLog } from '@sentinel/devstack/stack/function-log';
import { names, place } from '@sentinel/devstack/stack/place';
import type { Devstack } from '@sentinel/devstack/stack/start-devstack';
import { arns } from '@sentinel/tvm/infrastructure/names';
import type { FunctionName } from '@sentinel/tvm/infrastructure/rights';
import { type WebhookReceiver, webhookReceiver } from '@sentinel/tvm/testing/webhook-receiver';
import { type Stack, withStack } from '../end-to-end/a-stack.ts';
import { type PlannedFunctions, plannedFunctions } from './from-plan.ts';
import { type Front, frontOf, layNetwork, type Network } from './network.ts';
import { nodeRuntime } from './runtime-client.ts';

/** The zip as Terraform deploys it: each function a process of its own, with the plan's settings and rights. */
export type Deployment = Pick<Stack, 'stack' | 'call'> & {
  readonly planned: PlannedFunctions;
  readonly functions: Readonly<Record<FunctionName, LambdaFunction>>;
  /** What is reached as `hooks.example.com`. */
  readonly hooks: WebhookReceiver;
  /** Hands an event to a function; the answer, or an error with what Lambda says. */
  invoke(of: FunctionName, event: unknown): Promise<unknown>;
  /** While this is done, what stream and schedule hand to a function fails before it is reached. */
  cutOff(of: FunctionName, act: () => Promise<unknown>): Promise<void>;
  /** What the gateway handed over so far. */
  events(): readonly PayloadEvent[];
  /** What is in a function's log. */
  lines(of: FunctionName): readonly string[];
  /** How often the process of a function is connected to, by host: all that any of them reached. */
  connections(): Readonly<Record<string, number>>;
};

export const hooksHost = 'hooks.example.com';

/** Their names in the dev stack, by function. */
export const executionRoles = {
  api: place.apiRole,
  authorizer: place.authorizerRole,
  revoker: place.revokerRole,
  notifier: place.notifierRole,
} as const satisfies Readonly<Record<FunctionName, string>>;

/** Deploys the code of a folder, hands it to the test, and ends all processes whatever happens. */
export function withDeployment<T>(
  codeFolder: string,
  work: (deployment: Deployment) => Promise<T>,
): Promise<T> {
  const planned = plannedFunctions();
  const { promise: deployed, resolve: deploy } = Promise.withResolvers<Deployment>();
  const events: PayloadEvent[] = [];
  const api = (): Handler => async (event, context) => {
    events.push(event);
    return handlerOf((await deployed).functions.api)(event, context);
  };
  const away = new Set<FunctionName>();
  const by = (of: FunctionName) => () => async (event: object) => {
    if (away.has(of)) throw new Error(`${of} is cut off`);
    return (await deployed).invoke(of, event);
  };
  const soon = { wait: async () => undefined };
  const options = {
    between: api,
    betweenNotifier: by('notifier'),
    betweenRevoker: by('revoker'),
    notifierTimer: soon,
    revokerTimer: soon,
  };
  return withStack(options, async ({ stack, call }) => {
    allowMany(stack);
    const hooks = await webhookReceiver(hooksHost);
    const fronts = await frontsOf(stack);
    const network = await layNetwork([...fronts, { ...hooks, name: hooksHost }]);
    const lines = { api: [], authorizer: [], revoker: [], notifier: [] } satisfies Lines;
    const start = (of: FunctionName) =>
      startFunction(of, { codeFolder, planned, stack, network, lines });
    const functions = {
      api: start('api'),
      authorizer: start('authorizer'),
      revoker: start('revoker'),
      notifier: start('notifier'),
    };
    const deployment: Deployment = {
      stack,
      call,
      planned,
      functions,
      hooks,
      invoke: async (of, event) => answerOf(functions[of], event),
      cutOff: async (of, act) => {
        away.add(of);
        try {
          await act();
        } finally {
          away.delete(of);
        }
      },
      events: () => [...events],
      lines: (of) => [...lines[of]],
      connections: () =>
        Object.fromEntries(fronts.map(({ name, connections }) => [name, connections()])),
    };
    deploy(deployment);
    try {
      return await work(deployment);
    } finally {
      await Promise.all(Object.values(functions).map((each) => each.close()));
      await Promise.all([...fronts, hooks].map((each) => each.close()));
      await network.remove();
    }
  });
}

/** Tests do in seconds what people do in hours. */
export function allowMany({ ssm }: Devstack): void {
  const directory = ssm.get('/sentinel/directory')?.value;
  ssm.put('/sentinel/directory', `${directory}rate: { per_minute: 100000 }\n`);
}

/** The variables of a process, as the kernel knows them. */
export async function environmentOf(fn: LambdaFunction): Promise<Readonly<Record<string, string>>> {
  const text = await readFile(`/proc/${fn.pid()}/environ`, 'utf8');
  return Object.fromEntries(
    text
      .split('\0')
      .filter((each) => each !== '')
      .map((each) => [each.slice(0, each.indexOf('=')), each.slice(each.indexOf('=') + 1)]),
  );
}

type Lines = Record<FunctionName, string[]>;

function frontsOf({ dynamodb, iamApi, sns, ssm, sts }: Devstack): Promise<readonly Front[]> {
  const { region } = place;
  return Promise.all([
    frontOf(`dynamodb.${region}.amazonaws.com`, dynamodb.url),
    frontOf('iam.amazonaws.com', iamApi.url),
    frontOf(`sns.${region}.amazonaws.com`, sns.url),
    frontOf(`ssm.${region}.amazonaws.com`, ssm.url),
    frontOf(`sts.${region}.amazonaws.com`, sts.url),
  ]);
}

function startFunction(
  of: FunctionName,
  about: {
    readonly codeFolder: string;
    readonly planned: PlannedFunctions;
    readonly stack: Devstack;
    readonly network: Network;
    readonly lines: Lines;
  },
): LambdaFunction {
  const { codeFolder, network, lines } = about;
  const { iam } = about.stack;
  const { handler, environment, memoryMb, timeoutSeconds, rights } = about.planned[of];
  const roleArn = `arn:aws:iam::${place.hubAccount}:role/${executionRoles[of]}`;
  iam.setPermissions(roleArn, { policies: rights });
  const functionArn = arns.function(names, of);
  const issuedAtMs = Date.now();
  const { accessKeyId, secretAccessKey, sessionToken } = iam.openSession({
    roleArn,
    sessionName: `sentinel-${of}`,
    issuedAtMs,
    expiresAtMs: issuedAtMs + 12 * 3_600_000,
    // As Lambda does: https://docs.aws.amazon.com/lambda/latest/dg/permissions-source-function-arn.html
    carried: { 'lambda:SourceFunctionArn': functionArn },
  });
  const role = { accessKeyId, secretAccessKey, sessionToken };
  const [node, ...rest] = nodeRuntime(memoryMb);
  return createFunction({
    name: `sentinel-${of}`,
    functionArn,
    region: place.region,
    command: [node, '--require', network.preload, ...rest],
    codeFolder,
    handler,
    credentials: role,
    variables: { ...environment, NODE_EXTRA_CA_CERTS: network.certificates },
    memoryMb,
    timeoutMs: timeoutSeconds * 1000,
    onLine: functionLog(of, { iam, role, clock: { nowMs: Date.now } }, (line) => {
      lines[of].push(line);
    }),
  });
}

async function answerOf(fn: LambdaFunction, event: unknown): Promise<unknown> {
  const outcome = await fn.invoke(JSON.stringify(event));
  if (outcome.kind === 'answered') return JSON.parse(outcome.payload);
  throw new Error(`${outcome.error.errorType}: ${outcome.error.errorMessage}`);
}

import type { Call, Fault } from '@sentinel/devstack/http/call';
import {
  createFunction,
  type LambdaFunction,
} from '@sentinel/devstack/runtime-api/lambda-function';
import { place } from '@sentinel/devstack/stack/place';
import type { Devstack } from '@sentinel/devstack/stack/start-devstack';
import type { Consumer } from '@sentinel/devstack/streams/event-source-mapping';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { withStack } from '../end-to-end/a-stack.ts';
import { removeCode, unpackZip } from './a-function.ts';
import { describeOnRuntime } from './describe-on-runtime.ts';
import { nodeRuntime } from './runtime-client.ts';

const memoryMb = 256;
const ask = { justification: 'to mend the build' };

function deploy(stack: Devstack, codeFolder: string, onLine: (line: string) => void) {
  const issuedAtMs = Date.now();
  const { accessKeyId, secretAccessKey, sessionToken } = stack.iam.openSession({
    roleArn: `arn:aws:iam::${place.hubAccount}:role/${place.notifierRole}`,
    sessionName: 'sentinel-notifier',
    issuedAtMs,
    expiresAtMs: issuedAtMs + 3_600_000,
  });
  return createFunction({
    name: 'sentinel-notifier',
    functionArn: `arn:aws:lambda:${place.region}:${place.hubAccount}:function:sentinel-notifier`,
    region: place.region,
    command: nodeRuntime(memoryMb),
    codeFolder,
    handler: 'notifier.handler',
    credentials: { accessKeyId, secretAccessKey, sessionToken },
    variables: {
      SENTINEL_TABLE: place.table,
      SENTINEL_ACCOUNT_ID: place.hubAccount,
      AWS_ENDPOINT_URL_SSM: stack.ssm.url,
      AWS_ENDPOINT_URL_SNS: stack.sns.url,
    },
    memoryMb,
    timeoutMs: 15_000,
    onLine,
  });
}

/** As Lambda hands a batch to a function; what fails throws. */
async function feed(fn: LambdaFunction, event: object): Promise<unknown> {
  const outcome = await fn.invoke(JSON.stringify(event));
  if (outcome.kind === 'answered') return JSON.parse(outcome.payload);
  throw new Error(outcome.error.errorMessage);
}

describeOnRuntime("the notifier's process under AWS's runtime client", () => {
  let code: string;
  beforeAll(async () => {
    code = await unpackZip();
  });
  afterAll(() => removeCode(code));

  test('may be killed in the middle of a batch: all of it is told, and nothing is put aside', async () => {
    const lines: string[] = [];
    const deployed = Promise.withResolvers<LambdaFunction>();
    let published = 0;
    const faults = async ({ service, operation }: Call): Promise<Fault | undefined> => {
      if (service !== 'sns' || operation !== 'Publish') return undefined;
      published += 1;
      if (published !== 2) return undefined;
      const pid = (await deployed.promise).pid();
      if (pid !== undefined) process.kill(pid, 'SIGKILL');
      return { kind: 'timeout' };
    };
    const betweenNotifier = (): Consumer => async (event) => feed(await deployed.promise, event);
    const notifierTimer = { wait: async () => undefined };
    await withStack({ faults, betweenNotifier, notifierTimer }, async ({ stack, call }) => {
      const asked = await Promise.all(
        ['production', 'database'].map((profile) =>
          call('alice', 'POST', '/requests', { ...ask, profile }),
        ),
      );
      const fn = deploy(stack, code, (line) => lines.push(line));
      try {
        deployed.resolve(fn);
        await stack.notifier.settled();

        const told = stack.sns.messages().map(({ message }) => JSON.parse(message).id);
        expect(new Set(told), lines.join('\n')).toEqual(
          new Set(asked.map(({ json }) => `${json['id']}.1`)),
        );
        expect(stack.notifier.deadLetters()).toEqual([]);
        expect(fn.starts()).toBe(2);
      } finally {
        await fn.close();
      }
    });
  });
});

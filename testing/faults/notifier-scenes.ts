import { marshall } from '@aws-sdk/util-dynamodb';
import { aRequest } from '@sentinel/core/testing/a-request';
import { toRequestItem } from '@sentinel/tvm/adapters/request-item';
import { createNotifier } from '@sentinel/tvm/lambda/create-notifier';
import { localServer } from '@sentinel/tvm/testing/local-server';
import { localSsm } from '@sentinel/tvm/testing/local-ssm';
import { webhookReceiver } from '@sentinel/tvm/testing/webhook-receiver';
import { failingListener } from './direct-faults.ts';
import type { FunctionGround, FunctionPlan, FunctionScene } from './function-scene.ts';

const item = toRequestItem(aRequest({ notify: ['desk', 'hook'] }), 0);
const event = {
  Records: [
    {
      eventSourceARN: 'arn:aws:dynamodb:eu-west-1:111122223333:table/sentinel/stream/1',
      dynamodb: {
        ApproximateCreationDateTime: 1_769_351_400,
        Keys: { pk: { S: item.pk }, sk: { S: item.sk } },
        SequenceNumber: '42',
        NewImage: marshall(item, { removeUndefinedValues: true }),
      },
    },
  ],
};

const host = 'hooks.example.com';
/** One for all runs: its certificate takes long to make. */
const receiving = { listener: failingListener({ contentType: 'text/plain', body: 'ok' }) };
let receiver: ReturnType<typeof webhookReceiver> | undefined;

export const notifierScenes: readonly FunctionScene[] = [
  {
    name: 'the notifier, told of a request for two channels',
    entry: 'notifier',
    direct: ['Webhook'],
    run,
  },
];

/** Ends what the scenes share. */
export async function endNotifierScenes(): Promise<void> {
  await (await receiver)?.close();
  receiver = undefined;
}

async function run(plan: FunctionPlan, ground: FunctionGround) {
  const { listener } = receiving;
  receiver ??= webhookReceiver(host, listener.listener);
  const { port, ca } = await receiver;
  listener.plan(plan.direct);
  const ssm = await localSsm();
  const topic = 'arn:aws:sns:eu-west-1:111122223333:desk';
  const documents = {
    desk: `version: "1"\ntype: sns\ntopic_arn: ${topic}\n`,
    hook: `version: "1"\ntype: webhook\nurl: https://${host}:${port}/canary\nkey: ${'canary'.repeat(8)}\n`,
  };
  for (const [name, text] of Object.entries(documents)) {
    ssm.parameters.set(`/sentinel/channels/${name}`, { version: 1, text });
  }
  let published = 0;
  const sns = await localServer(() => {
    published += 1;
    const body =
      '<PublishResponse><PublishResult><MessageId>a1</MessageId></PublishResult></PublishResponse>';
    return { status: 200, headers: { 'content-type': 'text/xml' }, body };
  });
  const wire = ground.place.instance(plan.wire, 'none', { stale: 'none', staler: 'none' });
  const lines: string[] = [];
  const notifier = () =>
    createNotifier({
      env: {
        AWS_REGION: 'eu-west-1',
        SENTINEL_TABLE: 'sentinel',
        SENTINEL_ACCOUNT_ID: '111122223333',
      },
      clients: { ssm: wire.at(ssm.server.url), sns: wire.at(sns.url) },
      webhook: {
        ca,
        resolve: async () => [{ address: '127.0.0.1', family: 4 }],
        mayReach: () => true,
        limitMs: 1000,
      },
      write: (line) => lines.push(line),
      timer: { wait: async () => undefined },
    });
  const first = notifier();
  const said = async (of: typeof first) => {
    const { batchItemFailures: failed } = await of(event, 120_000);
    return failed.length === 0 ? 'OK' : 'to come again';
  };

  const outcome = await said(first);
  const calls = [...wire.calls];
  const told = { published, posted: listener.calls() };
  await wire.mend();
  listener.plan(undefined);
  // What an instance was told of a channel it believes for half a minute.
  const again = outcome === 'OK' ? 'OK' : await said(notifier());

  const wrong: string[] = [];
  if (outcome === 'OK' && told.published === 0) wrong.push('passed as told: the topic was not');
  if (outcome === 'OK' && told.posted === 0) wrong.push('passed as told: the webhook was not');
  if (outcome !== 'OK' && !/not_notified/.test(lines.join())) wrong.push('nobody is told why');
  if (again !== 'OK') wrong.push(`once more: ${again}`);
  if (published === 0) wrong.push('the topic was never told');
  if (/canary/.test(lines.join())) wrong.push('a line holds what is foreign or secret');
  await Promise.all([ssm.server.close(), sns.close()]);
  return { calls, outcome, wrong, slowestMs: wire.slowestMs() };
}

import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { memoryClock } from '@sentinel/core/memory/clock';
import { aRevocation, targets } from '@sentinel/core/testing/a-revocation';
import { ours, theirs } from '@sentinel/core/testing/a-revoker';
import { anEvent } from '@sentinel/core/testing/contracts/a-guard';
import { aSession, noon, subject } from '@sentinel/core/testing/contracts/a-session';
import { dynamoBreakGlass } from '@sentinel/tvm/adapters/dynamo-break-glass';
import { dynamoRevocations } from '@sentinel/tvm/adapters/dynamo-revocations';
import { dynamoSessions } from '@sentinel/tvm/adapters/dynamo-sessions';
import { dynamoSubjects } from '@sentinel/tvm/adapters/dynamo-subjects';
import { dynamoTable } from '@sentinel/tvm/adapters/dynamo-table';
import { toStoredEvent } from '@sentinel/tvm/adapters/event-item';
import { createRevoker } from '@sentinel/tvm/lambda/create-revoker';
import { localServer } from '@sentinel/tvm/testing/local-server';
import { assumed } from '@sentinel/tvm/testing/local-sts';
import {
  type FunctionGround,
  type FunctionPlan,
  type FunctionScene,
  tableOf,
} from './function-scene.ts';
import { iamVersions } from './iam-versions.ts';
import { credentials } from './local-tables.ts';

const retentionMs = 400 * 86_400_000;
const bobs = 'direct.????????????????.bob';
const deny = (text: string) =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Deny', Resource: text }] });
/** What is in force at first: an earlier revocation, of bob, is denied. */
const first = [deny('sentinel:nobody'), deny(bobs)];
const full = ['1', '2', '3', '4'].map(deny).concat(deny(bobs));

const { doneAtMs: _, ...open } = aRevocation(2, { version: 1, createdAtMs: noon + 30_000 });
const ofAlice = { ...open, status: 'open' } as const;
const ofBob = aRevocation(1, { target: targets.users(['bob'], undefined) });
const guardKeys = { pk: 'person#alice@example.com', sk: 'guard' };
const guardImage = marshall(
  {
    ...guardKeys,
    person: 'alice@example.com',
    version: 1,
    last_change: '00000000000000e1',
    past: [],
    [`event_${anEvent().id}`]: toStoredEvent(anEvent()),
  },
  { removeUndefinedValues: true },
);

const scheduled = () => ({ source: 'aws.events', 'detail-type': 'Scheduled Event' });
const streamed = (keys: object, image: object) => (table: string) => ({
  Records: [
    {
      eventName: 'INSERT',
      eventSource: 'aws:dynamodb',
      eventSourceARN: `arn:aws:dynamodb:eu-west-1:111122223333:table/${table}/stream/1`,
      dynamodb: { SequenceNumber: '7', Keys: marshall(keys), NewImage: image },
    },
  ],
});
const woken = streamed(
  { pk: 'revocations', sk: `2026-01-25T14:30:30.000Z#${open.id}` },
  marshall({ version: 1 }),
);

export const revokerScenes: readonly FunctionScene[] = [
  { name: 'the revoker, by its schedule', event: scheduled, versions: first, isRevoking: true },
  { name: 'the revoker, woken by a revocation', event: woken, versions: first, isRevoking: true },
  { name: 'the revoker, where IAM is full', event: woken, versions: full, isRevoking: true },
  {
    name: 'the revoker, woken by a break-glass',
    event: streamed(guardKeys, guardImage),
    versions: first,
    isRevoking: false,
  },
].map(({ name, ...about }) => ({
  name,
  entry: 'revoker' as const,
  direct: [],
  run: (plan: FunctionPlan, ground: FunctionGround) => run(about, plan, ground),
}));

type About = {
  readonly event: (table: string) => object;
  readonly versions: readonly string[];
  readonly isRevoking: boolean;
};

async function run(
  { event, versions, isRevoking }: About,
  plan: FunctionPlan,
  ground: FunctionGround,
) {
  const made = await tableOf([], ground);
  const iam = await iamVersions({ [ours.policyArn]: versions, [theirs.policyArn]: versions });
  const sts = await localServer(({ body }) => assumed(`${body}&DurationSeconds=3600`, Date.now()));
  const client = new DynamoDBClient({
    endpoint: ground.tables.url,
    region: 'eu-west-1',
    credentials,
  });
  const at = dynamoTable(client, made.table);
  const behind = dynamoTable(client, made.pasts.stale);
  const [revocations, sessions] = [
    dynamoRevocations(at, retentionMs),
    dynamoSessions(at, retentionMs),
  ];
  await sessions.open(aSession());
  await dynamoSessions(behind, retentionMs).open(aSession());
  await revocations.create(ofBob);
  await dynamoRevocations(behind, retentionMs).create(ofBob);
  if (isRevoking) await revocations.create(ofAlice);

  const wire = ground.place.instance(plan.wire, made.table, made.pasts);
  const lines: string[] = [];
  const { credentials: __, ...iamAt } = wire.at(iam.url);
  const revoker = createRevoker({
    env: {
      AWS_REGION: 'eu-west-1',
      SENTINEL_TABLE: made.table,
      SENTINEL_REVOCATION_ACCOUNTS: `${ours.account},${theirs.account}`,
    },
    clients: {
      dynamodb: wire.at(ground.tables.url),
      sts: wire.at(sts.url),
      iam: iamAt,
      clock: memoryClock(noon + 60_000),
    },
    write: (line) => lines.push(line),
    timer: { wait: async () => undefined },
  });
  const invoke = () =>
    revoker(event(made.table)).then(
      ({ batchItemFailures: failed }) => (failed.length === 0 ? 'OK' : 'to come again'),
      (error) => `thrown: ${String(error?.code)}`,
    );
  const inForce = () => [ours, theirs].map(({ policyArn }) => iam.inForce(policyArn));
  const unfinished = async () => {
    const alice = await dynamoSubjects(at, retentionMs).read(subject('alice@example.com'));
    const event = await dynamoBreakGlass(at, retentionMs).locate(anEvent().id);
    const missing: Readonly<Record<string, boolean>> = isRevoking
      ? {
          'it is open': (await revocations.find(ofAlice.id))?.status !== 'done',
          'the session is alive': (await sessions.find(aSession()))?.status !== 'revoked',
          'there is no block': alice.blocks.size !== 1,
          'an account denies it not': !inForce().every((text) => text.includes('.alice')),
          'it was counted twice': alice.epoch > 1,
        }
      : { 'the event is not written': event?.id !== anEvent().id };
    return Object.entries(missing).flatMap(([words, isSo]) => (isSo ? [words] : []));
  };
  const widened = () =>
    inForce().flatMap((text) => [
      ...(text.includes('.bob') ? [] : ['an account denies no more what it denied']),
      ...(text.includes('"Allow"') ? ['an account allows something'] : []),
    ]);

  const outcome = await invoke();
  // That a consistent read shows all revocations, rests on AWS's word; one that it does not show waits for the next event.
  const isTold = outcome === 'OK' && plan.wire?.way.startsWith('stale') !== true;
  const wrong = [
    ...(isTold ? (await unfinished()).map((words) => `passed as done: ${words}`) : []),
    ...widened(),
  ];
  const calls = [...wire.calls];
  await wire.mend();
  wrong.push(...widened());
  const again = await invoke();
  if (again !== 'OK') wrong.push(`once more: ${again}`);
  wrong.push(...(await unfinished()).map((words) => `never done: ${words}`), ...widened());
  if (/canary/.test(lines.join())) wrong.push('a line holds a secret');
  client.destroy();
  await Promise.all([made.leave(), iam.close(), sts.close()]);
  return { calls, outcome, wrong, slowestMs: wire.slowestMs() };
}

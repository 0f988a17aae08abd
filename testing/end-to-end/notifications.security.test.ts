import {
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import {
  GetParameterCommand,
  GetParametersByPathCommand,
  PutParameterCommand,
  SSMClient,
} from '@aws-sdk/client-ssm';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { place, protectedRoleArn, streamArn, topicArn } from '@sentinel/devstack/stack/place';
import type { Devstack } from '@sentinel/devstack/stack/start-devstack';
import { mayReadStream } from '@sentinel/devstack/streams/may-read-stream';
import { describe, expect, test } from 'vitest';
import { withStack } from './a-stack.ts';

const key = 'canary-canary-canary-canary-canary';
const ask = { profile: 'production', justification: 'to mend the build' };
const Key = { pk: { S: 'subject#alice@example.com' }, sk: { S: 'state' } };
const TableName = place.table;
const channel = '/sentinel/channels/security';

/** Clients of a session of a role. */
function clientsOf(stack: Devstack, roleName: string) {
  const issuedAtMs = Date.now();
  const credentials = stack.iam.openSession({
    roleArn: `arn:aws:iam::${place.hubAccount}:role/${roleName}`,
    sessionName: 'test',
    issuedAtMs,
    expiresAtMs: issuedAtMs + 3_600_000,
  });
  const settings = { region: stack.region, credentials, maxAttempts: 1 };
  return {
    accessKeyId: credentials.accessKeyId,
    dynamodb: new DynamoDBClient({ ...settings, endpoint: stack.dynamodb.url }),
    ssm: new SSMClient({ ...settings, endpoint: stack.ssm.url }),
    sns: new SNSClient({ ...settings, endpoint: stack.sns.url }),
    sts: new STSClient({ ...settings, endpoint: stack.sts.url }),
  };
}

type Clients = ReturnType<typeof clientsOf>;

/** Every call that the notifier has no business with, and those that it lives by. */
const calls: readonly (readonly [string, 'may' | 'may not', (by: Clients) => Promise<unknown>])[] =
  [
    ['read its channels', 'may', ({ ssm }) => ssm.send(new GetParameterCommand({ Name: channel }))],
    [
      'publish to the topic',
      'may',
      ({ sns }) => sns.send(new PublishCommand({ TopicArn: topicArn, Message: 'x' })),
    ],
    [
      'publish to another topic',
      'may not',
      ({ sns }) => sns.send(new PublishCommand({ TopicArn: `${topicArn}-2`, Message: 'x' })),
    ],
    [
      'read an item',
      'may not',
      ({ dynamodb }) => dynamodb.send(new GetItemCommand({ TableName, Key })),
    ],
    [
      'write an item',
      'may not',
      ({ dynamodb }) => dynamodb.send(new PutItemCommand({ TableName, Item: Key })),
    ],
    [
      'query the table',
      'may not',
      ({ dynamodb }) =>
        dynamodb.send(
          new QueryCommand({
            TableName,
            KeyConditionExpression: 'pk = :pk',
            ExpressionAttributeValues: { ':pk': Key.pk },
          }),
        ),
    ],
    ['scan the table', 'may not', ({ dynamodb }) => dynamodb.send(new ScanCommand({ TableName }))],
    [
      'read a policy',
      'may not',
      ({ ssm }) => ssm.send(new GetParameterCommand({ Name: '/sentinel/policies/dev' })),
    ],
    [
      'list channels',
      'may not',
      ({ ssm }) => ssm.send(new GetParametersByPathCommand({ Path: '/sentinel/channels' })),
    ],
    [
      'write a channel',
      'may not',
      ({ ssm }) =>
        ssm.send(new PutParameterCommand({ Name: channel, Value: 'x', Overwrite: true })),
    ],
    [
      'assume a role',
      'may not',
      ({ sts }) =>
        sts.send(
          new AssumeRoleCommand({ RoleArn: protectedRoleArn('Dev'), RoleSessionName: 'me' }),
        ),
    ],
  ];

/** Tries without a pause. */
const notifierTimer = { wait: async () => undefined };

const denial = /^(AccessDenied(Exception)?|AuthorizationError(Exception)?)$/;

describe('SEC-24 the notifier reads the stream and its channels, publishes, and nothing more', () => {
  test('SEC-24 it is given exactly that', async () => {
    await withStack({}, async ({ stack }) => {
      const clients = clientsOf(stack, place.notifierRole);

      const outcomes = await Promise.all(
        calls.map(async ([what, , call]) => {
          const may = await call(clients).then(
            () => 'may',
            (error: Error) => (denial.test(error.name) ? 'may not' : error.name),
          );
          return [what, may];
        }),
      );

      expect(outcomes, 'SECURITY VIOLATION: the notifier may do what it need not').toEqual(
        calls.map(([what, may]) => [what, may]),
      );
      const about = { streamArn, nowMs: Date.now() };
      expect(mayReadStream(stack.iam, clients.accessKeyId, about)).toBe(true);
    });
  });

  test('SEC-24 the api reads neither channels nor stream, and publishes nothing', async () => {
    await withStack({}, async ({ stack }) => {
      const clients = clientsOf(stack, place.apiRole);
      const names = await Promise.all([
        clients.ssm.send(new GetParameterCommand({ Name: channel })).catch(nameOf),
        clients.sns.send(new PublishCommand({ TopicArn: topicArn, Message: 'x' })).catch(nameOf),
      ]);

      expect(names, 'SECURITY VIOLATION: the api reaches what is the notifier’s').toEqual([
        expect.stringMatching(denial),
        expect.stringMatching(denial),
      ]);
      const about = { streamArn, nowMs: Date.now() };
      expect(
        mayReadStream(stack.iam, clients.accessKeyId, about),
        'SECURITY VIOLATION: the api reads the stream',
      ).toBe(false);
    });
  });

  test('SEC-24 a notifier whose role may not read the stream is told nothing', async () => {
    await withStack({ notifierTimer }, async ({ stack, call }) => {
      const roleArn = `arn:aws:iam::${place.hubAccount}:role/${place.notifierRole}`;
      stack.iam.setPermissions(roleArn, { policies: [] });
      await call('alice', 'POST', '/requests', ask);
      await stack.notifier.settled();

      expect(
        stack.sns.messages(),
        'SECURITY VIOLATION: the stream was read without a right',
      ).toEqual([]);
    });
  });
});

test.each([
  ['is out of bounds', `url: https://127.0.0.1/${key}\nkey: ${key}`],
  ['has no name that is known', `url: https://nowhere.example/${key}\nkey: ${key}`],
  ['is misspelt', `url: https://hooks.example/${key}\nkye: ${key}`],
])('SEC-15 a webhook that %s is told of without its key and its address', async (_, text) => {
  const resolve = async (host: string) => {
    throw new Error(`nobody knows ${host} of ${key}`);
  };
  await withStack({ notifierTimer, webhook: { resolve } }, async ({ stack, call, lines }) => {
    stack.ssm.put(channel, `version: "1"\ntype: webhook\n${text}\n`);
    await call('alice', 'POST', '/requests', ask);
    await stack.notifier.settled();

    expect(lines().join('\n')).toContain('not_notified');
    const written = [...lines(), JSON.stringify(stack.notifier.deadLetters())].join('\n');
    expect(written, 'SECURITY VIOLATION: a line tells a secret').not.toContain('canary');
  });
});

function nameOf(error: Error): string {
  return error.name;
}

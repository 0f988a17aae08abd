import { PublishCommand, type PublishCommandInput, SNSClient } from '@aws-sdk/client-sns';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  allowAll,
  clientSettings,
  hub,
  iamWithUser,
  policy,
  refusalOf,
  region,
  testClock,
} from '../../testing/test-bench.ts';
import type { Fault } from '../http/call.ts';
import { startSns } from './sns.ts';

const topic = `arn:aws:sns:${region}:${hub}:security`;

async function open(policies: readonly unknown[] = [allowAll]) {
  const { iam, keys } = iamWithUser(policies);
  const clock = testClock();
  const next: { fault: Fault | undefined } = { fault: undefined };
  const sns = await startSns({ iam, region, clock, topics: [topic], faults: () => next.fault });
  const client = new SNSClient(clientSettings(sns.url, keys, clock));
  const publish = (more: Partial<PublishCommandInput> = {}) =>
    client.send(new PublishCommand({ TopicArn: topic, Message: '{"a":"ä€😀"}', ...more }));
  return { sns, publish, next };
}

let bench: Awaited<ReturnType<typeof open>>;

beforeEach(async () => {
  bench = await open();
});

afterEach(() => bench.sns.close());

test('a topic keeps what it takes', async () => {
  const { MessageId: messageId } = await bench.publish({ Subject: 'News' });

  expect(bench.sns.messages()).toEqual([
    { messageId, topicArn: topic, subject: 'News', message: '{"a":"ä€😀"}' },
  ]);
});

describe('a message is refused', () => {
  test.each<[string, Partial<PublishCommandInput>, string]>([
    ['without a topic', { TopicArn: undefined }, 'InvalidParameter'],
    ['to what is no topic', { TopicArn: 'security' }, 'InvalidParameter'],
    ['to a topic that is not there', { TopicArn: `${topic}x` }, 'NotFound'],
    ['if it is empty', { Message: '' }, 'InvalidParameter'],
    ['if it is too long', { Message: 'é'.repeat(131_073) }, 'InvalidParameter'],
    ['with a long subject', { Subject: 'x'.repeat(100) }, 'InvalidParameter'],
    ['with a subject of two lines', { Subject: 'a\nb' }, 'InvalidParameter'],
    ['with a subject that is not ASCII', { Subject: 'ä' }, 'InvalidParameter'],
  ])('%s', async (_, more, code) => {
    const error = await refusalOf(bench.publish(more));

    expect(error.name).toMatch(new RegExp(`^${code}(Exception)?$`));
    expect(bench.sns.messages()).toEqual([]);
  });

  test('of whoever may not publish there', async () => {
    await bench.sns.close();
    const statement = { Effect: 'Allow', Action: 'sns:Publish', Resource: `${topic}-other` };
    bench = await open([policy(statement)]);

    expect((await refusalOf(bench.publish())).name).toMatch(/^AuthorizationError/);
    expect(bench.sns.messages()).toEqual([]);
  });

  test.each<[string, Fault]>([
    ['where SNS fails', { kind: 'error' }],
    ['where SNS is busy', { kind: 'throttle' }],
  ])('%s', async (_, fault) => {
    bench.next.fault = fault;

    await refusalOf(bench.publish());

    expect(bench.sns.messages()).toEqual([]);
  });
});

test('what is not modelled is not passed over', async () => {
  const attributes = { id: { DataType: 'String', StringValue: 'x' } };

  const error = await refusalOf(bench.publish({ MessageAttributes: attributes }));

  expect(error.message).toContain('not modelled');
});

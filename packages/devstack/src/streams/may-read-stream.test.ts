import { expect, test } from 'vitest';
import { iamWithUser, policy, startMs } from '../../testing/test-bench.ts';
import { mayReadStream } from './may-read-stream.ts';

const streamArn = 'arn:aws:dynamodb:eu-west-1:111122223333:table/sentinel/stream/1';
const needed = ['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'];

function mayRead(actions: readonly string[], resource = streamArn): boolean {
  const Action = actions.map((action) => `dynamodb:${action}`);
  const { iam, keys } = iamWithUser([policy({ Effect: 'Allow', Action, Resource: resource })]);
  return mayReadStream(iam, keys.accessKeyId, { streamArn, nowMs: startMs });
}

test('whoever may do all that reading a stream takes may read it', () => {
  expect(mayRead(needed)).toBe(true);
});

test.each(needed)('whoever may not do %s may not', (missing) => {
  expect(mayRead(needed.filter((action) => action !== missing))).toBe(false);
});

test('of a table with a key of its own, whoever may decrypt by way of DynamoDB', () => {
  const keyArn = 'arn:aws:kms:eu-west-1:111122223333:key/1';
  const reading = {
    Effect: 'Allow',
    Action: needed.map((action) => `dynamodb:${action}`),
    Resource: '*',
  };
  const decrypting = (service: string) => ({
    Effect: 'Allow',
    Action: ['kms:Decrypt'],
    Resource: keyArn,
    Condition: { StringEquals: { 'kms:ViaService': `${service}.eu-west-1.amazonaws.com` } },
  });
  const mayRead = (...more: readonly object[]) => {
    const { iam, keys } = iamWithUser([policy(reading, ...more)]);
    return mayReadStream(iam, keys.accessKeyId, { streamArn, keyArn, nowMs: startMs });
  };

  expect([mayRead(), mayRead(decrypting('ssm')), mayRead(decrypting('dynamodb'))]).toEqual([
    false,
    false,
    true,
  ]);
});

test('whoever may read another stream, or is nobody, may not', () => {
  const { iam } = iamWithUser([]);

  expect(mayRead(needed, `${streamArn}2`)).toBe(false);
  expect(mayReadStream(iam, 'AKIANOBODY', { streamArn, nowMs: startMs })).toBe(false);
});

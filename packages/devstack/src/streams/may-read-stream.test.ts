import { expect, test } from 'vitest';
import { iamWithUser, policy, startMs } from '../../testing/test-bench.ts';
import { mayReadStream } from './may-read-stream.ts';

const streamArn = 'arn:aws:dynamodb:eu-west-1:111122223333:table/sentinel/stream/1';
const needed = ['DescribeStream', 'GetRecords', 'GetShardIterator'];

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

test('whoever may read another stream, or is nobody, may not', () => {
  const { iam } = iamWithUser([]);

  expect(mayRead(needed, `${streamArn}2`)).toBe(false);
  expect(mayReadStream(iam, 'AKIANOBODY', { streamArn, nowMs: startMs })).toBe(false);
});

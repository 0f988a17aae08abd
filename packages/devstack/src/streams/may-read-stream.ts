import type { Iam } from '../iam/iam.ts';
import { mayAll } from '../iam/may-all.ts';
import { mayDecrypt } from '../iam/may-decrypt.ts';

export type Stream = {
  readonly streamArn: string;
  /** Of the table, if it is encrypted with a key of the account's own. */
  readonly keyArn?: string;
  readonly nowMs: number;
};

/**
 * Whether the role behind a key may do to a stream what Lambda does in its name.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-eventsourcemapping.html
 */
export function mayReadStream(iam: Iam, accessKeyId: string, stream: Stream): boolean {
  const { streamArn: resource, keyArn, nowMs } = stream;
  if (!mayAll(iam, accessKeyId, { actions, resource, nowMs })) return false;
  const principal = iam.findKey(accessKeyId)?.principal;
  const region = resource.split(':')[3] ?? '';
  return (
    keyArn === undefined ||
    (principal !== undefined &&
      mayDecrypt(iam, { principal, nowMs }, { keyArn, service: 'dynamodb', region }))
  );
}

const actions = ['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'].map(
  (action) => `dynamodb:${action}`,
);

import type { Iam } from '../iam/iam.ts';
import { contextOf } from '../iam/principal.ts';

/**
 * Whether the role behind a key may do to a stream what Lambda does in its name.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-eventsourcemapping.html
 */
export function mayReadStream(
  iam: Iam,
  accessKeyId: string,
  about: { readonly streamArn: string; readonly nowMs: number },
): boolean {
  const principal = iam.findKey(accessKeyId)?.principal;
  if (principal === undefined) return false;
  const context = contextOf(principal, about.nowMs);
  return actions.every(
    (action) => iam.permits(principal, { action, resource: about.streamArn, context }) === 'allow',
  );
}

const actions = ['DescribeStream', 'GetRecords', 'GetShardIterator'].map(
  (action) => `dynamodb:${action}`,
);

import { arns } from '@sentinel/tvm/infrastructure/names';
import type { FunctionName } from '@sentinel/tvm/infrastructure/rights';
import { mayAll } from '../iam/may-all.ts';
import type { MappingOptions } from '../streams/event-source-mapping.ts';
import { mayReadStream } from '../streams/may-read-stream.ts';
import type { RoleGround } from './function-log.ts';
import { names, streamArn } from './place.ts';

/** What Lambda's poller may do with the rights of a function's role: read the stream, and put aside what was given up. */
export function pollerRights(
  of: FunctionName,
  { iam, role, clock }: RoleGround,
): Required<Pick<MappingOptions, 'mayRead' | 'mayPutAside'>> {
  const { keyArn } = names;
  return {
    mayRead: () =>
      mayReadStream(iam, role.accessKeyId, { streamArn, keyArn, nowMs: clock.nowMs() }),
    mayPutAside: () =>
      mayAll(iam, role.accessKeyId, {
        actions: ['sqs:SendMessage'],
        resource: arns.deadLetters(names, of),
        nowMs: clock.nowMs(),
      }),
  };
}

import type { Clock } from '@sentinel/core/ports';
import { arns } from '@sentinel/tvm/infrastructure/names';
import type { FunctionName } from '@sentinel/tvm/infrastructure/rights';
import type { Iam } from '../iam/iam.ts';
import { mayAll } from '../iam/may-all.ts';
import type { RoleKeys } from './accounts.ts';
import { names } from './place.ts';

/** A function's role, and who judges what it may do. */
export type RoleGround = { readonly iam: Iam; readonly role: RoleKeys; readonly clock: Clock };

/**
 * Takes each line of a function whose role may write its log, and drops those of others, as Lambda does.
 * https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-prereqs.html
 */
export function functionLog(
  of: FunctionName,
  { iam, role, clock }: RoleGround,
  write: (line: string) => void = () => undefined,
): (line: string) => void {
  const resource = `${arns.logGroup(names, of)}:log-stream:1`;
  return (line) => {
    if (mayAll(iam, role.accessKeyId, { actions, resource, nowMs: clock.nowMs() })) write(line);
  };
}

const actions = ['logs:CreateLogStream', 'logs:PutLogEvents'];

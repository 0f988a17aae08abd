import type { FunctionName } from './declarations/rights.ts';

/** Where a server is deployed. */
export type Deployment = {
  /** The server's account: 12 digits. */
  readonly accountId: string;
  /** Its `name`; `sentinel` if left out. */
  readonly name?: string;
  /** `aws` if left out. */
  readonly partition?: string;
};

/**
 * ARN of an execution role that is named as it is by default: for stacks in other accounts, which cannot refer to what
 * the server's stack makes.
 */
export function executionRoleArn(functionName: FunctionName, deployment: Deployment): string {
  const { accountId, name = 'sentinel', partition = 'aws' } = deployment;
  return `arn:${partition}:iam::${accountId}:role/${name}-${functionName}`;
}

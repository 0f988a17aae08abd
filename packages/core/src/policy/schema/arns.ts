import * as z from 'zod/mini';

/** `aws`, `aws-cn`, `aws-us-gov` and the like. */
export type Partition = string;

const partition = '(aws(?:-[a-z]{1,8}){0,3})';

/**
 * ARN of a role that the server may assume: `SentinelProtected-*`, without a path, its name at most
 * 64 characters. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export const roleArn = z
  .string()
  .check(
    z.regex(
      new RegExp(`^arn:${partition}:iam::(\\d{12}):role/SentinelProtected-[\\w+=,.@-]{1,46}$`),
    ),
  );

/**
 * ARN of a managed policy, AWS's own or an account's, with or without a path.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_PolicyDescriptorType.html
 */
export const policyArn = z
  .string()
  .check(
    z.regex(
      new RegExp(
        `^arn:${partition}:iam::(aws|\\d{12}):policy/(?:[\\w+=,.@-]{1,128}/){0,8}[\\w+=,.@-]{1,128}$`,
      ),
    ),
  );

/** Partition and account of an ARN that one of the schemas above has passed. */
export function homeOf(arn: string): { readonly partition: string; readonly account: string } {
  const [, home = '', , , owner = ''] = arn.split(':');
  return { partition: home, account: owner };
}

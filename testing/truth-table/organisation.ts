import type { Statement } from '../../scripts/parity/deployment.ts';

/** A policy as IAM takes it. */
export type Policy = {
  readonly Version: '2012-10-17';
  readonly Statement: readonly Readonly<Record<string, unknown>>[];
};

export type Role = {
  readonly trust: Policy;
  readonly policies: readonly Policy[];
};

/** Accounts with their roles, functions and guardrails: all that a question is judged by. */
export type Organisation = {
  /** Roles by ARN, and users, whom nobody can assume. */
  readonly roles: Readonly<Record<string, Role>>;
  /** Policies of functions themselves, by ARN; `undefined`: nothing is known of them. */
  readonly functions: Readonly<Record<string, Policy>> | undefined;
  /** Policy of the key. */
  readonly key: Policy;
  /** SCPs by the accounts that they are attached to, and RCPs; `undefined`: there are none. */
  readonly guardrails:
    | {
        readonly everywhere: readonly Policy[];
        readonly hub: readonly Policy[];
        readonly resources: readonly Policy[];
      }
    | undefined;
};

export const region = 'eu-west-1';
/** Where the server runs. */
export const hub = '111122223333';
/** Where protected roles are. */
export const workload = '444455556666';
/** Of nobody we know: no guardrail of ours is attached there. */
export const foreign = '999988887777';

/** ARN of a role in an account. */
export function roleArn(name: string, account: string = hub): string {
  return `arn:aws:iam::${account}:role/${name}`;
}

/** ARN of a user of the account with protected roles. */
export function userArn(name: string): string {
  return `arn:aws:iam::${workload}:user/${name}`;
}

/** A policy of statements. */
export function policyOf(...statements: readonly (Statement | object)[]): Policy {
  return { Version: '2012-10-17', Statement: statements.map((each) => ({ ...each })) };
}

/** A policy that allows all of these. */
export function allow(actions: string | readonly string[], resources: string | readonly string[]) {
  return policyOf({ Effect: 'Allow', Action: actions, Resource: resources });
}

/** https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AdministratorAccess.html */
export const administratorAccess = allow('*', '*');

/** https://docs.aws.amazon.com/aws-managed-policy/latest/reference/PowerUserAccess.html */
export const powerUserAccess = policyOf(
  { Effect: 'Allow', NotAction: ['iam:*', 'organizations:*', 'account:*'], Resource: '*' },
  {
    Effect: 'Allow',
    Action: [
      'account:GetAccountInformation',
      'account:GetGovCloudAccountInformation',
      'account:GetPrimaryEmail',
      'account:ListRegions',
      'iam:CreateServiceLinkedRole',
      'iam:DeleteServiceLinkedRole',
      'iam:ListRoles',
      'organizations:DescribeOrganization',
    ],
    Resource: '*',
  },
);

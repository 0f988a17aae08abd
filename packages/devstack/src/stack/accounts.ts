import { arns } from '@sentinel/tvm/infrastructure/names';
import { type FunctionName, rightsOf } from '@sentinel/tvm/infrastructure/rights';
import { protectedRoleTrust } from '@sentinel/tvm/infrastructure/trust';
import type { Role } from '../iam/entities.ts';
import { createIam, type Iam } from '../iam/iam.ts';
import { addAccountRevoker } from './add-account-revoker.ts';
import { names, place, revocationAccount } from './place.ts';

/** A caller of the dev stack, with keys for an AWS config file. */
export type DemoUser = {
  readonly name: string;
  /** Who they are, in a few words. */
  readonly about: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
};

/** Credentials of a function's role, as Lambda would give them. */
export type RoleKeys = {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
};

export type Accounts = {
  readonly iam: Iam;
  readonly users: readonly DemoUser[];
  /** Of the TVM's own role. */
  readonly apiRole: RoleKeys;
  readonly authorizerRole: RoleKeys;
  readonly notifierRole: RoleKeys;
  readonly revokerRole: RoleKeys;
};

/** Longer than any dev stack runs. */
const stackLifeMs = 30 * 86_400_000;

/**
 * The hub with the functions' roles, whose rights are those that are deployed, and its callers; and a workload account
 * with protected roles that trust the API's role alone, each for its own profile.
 */
export function demoAccounts(nowMs: number): Accounts {
  const iam = createIam();
  const { hubAccount, workloadAccount } = place;
  iam.putManagedPolicy('arn:aws:iam::aws:policy/ReadOnlyAccess', readOnly);
  const executionRole = (of: FunctionName, name: string) =>
    iam.addRole({
      accountId: hubAccount,
      name,
      trust: trustOfService('lambda.amazonaws.com'),
      policies: [rightsOf(of, names)],
    });
  const apiRole = executionRole('api', place.apiRole);
  const authorizerRole = executionRole('authorizer', place.authorizerRole);
  const notifierRole = executionRole('notifier', place.notifierRole);
  const revokerRole = executionRole('revoker', place.revokerRole);
  for (const name of ['Dev', 'Staging', 'Production', 'Database', 'Payments']) {
    iam.addRole({
      accountId: workloadAccount,
      name: `SentinelProtected-${name}`,
      trust: protectedRoleTrust({ apiRoleArn: apiRole.arn, profiles: [name.toLowerCase()] }),
      policies: [allow(['*'], '*')],
      managedPolicyArns: [revocationAccount.policyArn],
    });
  }
  for (const account of [workloadAccount, hubAccount]) {
    addAccountRevoker(iam, account, revokerRole);
  }

  const sso = iam.addRole({
    accountId: hubAccount,
    name: place.ssoRole,
    path: '/aws-reserved/sso.amazonaws.com/',
    trust: trustOfService('sso.amazonaws.com'),
    policies: [mayCall],
  });
  const ci = iam.addRole({
    accountId: hubAccount,
    name: 'ci-deploy',
    trust: trustOfService('codebuild.amazonaws.com'),
    policies: [mayCall],
  });
  const session = (roleArn: string, sessionName: string, carried = {}) =>
    keysOf(
      iam.openSession({
        roleArn,
        sessionName,
        issuedAtMs: nowMs,
        expiresAtMs: nowMs + stackLifeMs,
        carried,
      }),
    );
  // https://docs.aws.amazon.com/lambda/latest/dg/permissions-source-function-arn.html
  const sessionOf = (of: FunctionName, role: Role) =>
    session(role.arn, role.name, { 'lambda:SourceFunctionArn': arns.function(names, of) });
  const dave = iam.addUser({ accountId: hubAccount, name: 'dave', policies: [mayCall] });
  return {
    iam,
    apiRole: sessionOf('api', apiRole),
    authorizerRole: sessionOf('authorizer', authorizerRole),
    notifierRole: sessionOf('notifier', notifierRole),
    revokerRole: sessionOf('revoker', revokerRole),
    users: [
      { name: 'alice', about: 'an engineer', ...session(sso.arn, 'alice@example.com') },
      { name: 'bob', about: 'an engineer on call', ...session(sso.arn, 'bob@example.com') },
      {
        name: 'carol',
        about: 'leads the SREs, may audit',
        ...session(sso.arn, 'carol@example.com'),
      },
      {
        name: 'erin',
        about: 'security, may revoke and audit',
        ...session(sso.arn, 'erin@example.com'),
      },
      { name: 'dave', about: 'an IAM user in no group', ...iam.addAccessKey(dave.arn) },
      { name: 'ci', about: 'a role, not a person', ...session(ci.arn, 'build-42') },
    ],
  };
}

function keysOf(keys: RoleKeys): RoleKeys {
  const { accessKeyId, secretAccessKey, sessionToken } = keys;
  return { accessKeyId, secretAccessKey, sessionToken };
}

function allow(actions: readonly string[], resource: string) {
  const statement = { Effect: 'Allow', Action: actions, Resource: resource };
  return { Version: '2012-10-17', Statement: [statement] };
}

const readOnly = allow(['s3:Get*', 's3:List*', 'ec2:Describe*', 'iam:Get*', 'iam:List*'], '*');

const mayCall = allow(
  ['execute-api:Invoke'],
  `arn:aws:execute-api:${place.region}:${place.hubAccount}:${place.apiId}/*`,
);

function trustOfService(service: string) {
  return {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }],
  };
}

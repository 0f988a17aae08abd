import { createIam, type Iam } from '../iam/iam.ts';
import { addRevoker } from './add-revoker.ts';
import { place, protectedRoleArn, revocationAccount, streamArn, topicArn } from './place.ts';

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
  readonly notifierRole: RoleKeys;
  readonly revokerRole: RoleKeys;
};

/** Longer than any dev stack runs. */
const stackLifeMs = 30 * 86_400_000;

/**
 * The hub with the TVM's role and its callers, and a workload account with protected roles that trust the TVM's role
 * alone, each for its own profile.
 */
export function demoAccounts(nowMs: number): Accounts {
  const iam = createIam();
  const { hubAccount, workloadAccount } = place;
  iam.putManagedPolicy('arn:aws:iam::aws:policy/ReadOnlyAccess', readOnly);
  const apiRole = iam.addRole({
    accountId: hubAccount,
    name: place.apiRole,
    trust: trustOfService('lambda.amazonaws.com'),
    policies: [apiRolePolicy],
  });
  const notifierRole = iam.addRole({
    accountId: hubAccount,
    name: place.notifierRole,
    trust: trustOfService('lambda.amazonaws.com'),
    policies: [notifierRolePolicy],
  });
  for (const name of ['Dev', 'Staging', 'Production', 'Database', 'Payments']) {
    iam.addRole({
      accountId: workloadAccount,
      name: `SentinelProtected-${name}`,
      trust: protectedRoleTrust(apiRole.arn, name.toLowerCase()),
      policies: [allow(['*'], '*')],
      managedPolicyArns: [revocationAccount.policyArn],
    });
  }
  const revokerRole = addRevoker(iam);

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
  const session = (roleArn: string, sessionName: string) =>
    keysOf(
      iam.openSession({
        roleArn,
        sessionName,
        issuedAtMs: nowMs,
        expiresAtMs: nowMs + stackLifeMs,
      }),
    );
  const dave = iam.addUser({ accountId: hubAccount, name: 'dave', policies: [mayCall] });
  return {
    iam,
    apiRole: session(apiRole.arn, 'SentinelApi'),
    notifierRole: session(notifierRole.arn, 'SentinelNotifier'),
    revokerRole: session(revokerRole.arn, 'SentinelRevoker'),
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

function allow(
  actions: readonly string[],
  resource: string | readonly string[],
  condition?: object,
) {
  const statement = {
    Effect: 'Allow',
    Action: actions,
    Resource: resource,
    ...(condition === undefined ? {} : { Condition: condition }),
  };
  return { Version: '2012-10-17', Statement: [statement] };
}

const readOnly = allow(['s3:Get*', 's3:List*', 'ec2:Describe*', 'iam:Get*', 'iam:List*'], '*');

const mayCall = allow(
  ['execute-api:Invoke'],
  `arn:aws:execute-api:${place.region}:${place.hubAccount}:${place.apiId}/*`,
);

const ofSentinel = { StringLike: { 'sts:SourceIdentity': 'sentinel.*' } };

/** Exactly what the code calls. */
const apiRolePolicy = {
  Version: '2012-10-17',
  Statement: [
    ...allow(
      ['sts:AssumeRole', 'sts:SetSourceIdentity', 'sts:TagSession'],
      protectedRoleArn('*'),
      ofSentinel,
    ).Statement,
    ...allow(
      ['ssm:GetParameter', 'ssm:GetParametersByPath'],
      ['directory', 'baseline', 'groups/*', 'policies', 'policies/*'].map(
        (name) => `arn:aws:ssm:${place.region}:${place.hubAccount}:parameter/sentinel/${name}`,
      ),
    ).Statement,
    ...allow(
      ['dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:PutItem', 'dynamodb:UpdateItem'],
      ['', '/index/*'].map(
        (suffix) =>
          `arn:aws:dynamodb:${place.region}:${place.hubAccount}:table/${place.table}${suffix}`,
      ),
    ).Statement,
  ],
};

/** It reads the stream, and nothing of the table; no other role reads channels. */
const notifierRolePolicy = {
  Version: '2012-10-17',
  Statement: [
    ...allow(
      ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
      streamArn,
    ).Statement,
    ...allow(
      ['ssm:GetParameter'],
      `arn:aws:ssm:${place.region}:${place.hubAccount}:parameter/sentinel/channels/*`,
    ).Statement,
    ...allow(['sns:Publish'], topicArn).Statement,
  ],
};

function protectedRoleTrust(apiRoleArn: string, profile: string) {
  const principal = { AWS: apiRoleArn };
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: principal,
        Action: ['sts:AssumeRole', 'sts:SetSourceIdentity', 'sts:TagSession'],
        Condition: { ...ofSentinel, StringEquals: { 'aws:RequestTag/SentinelProfile': profile } },
      },
    ],
  };
}

function trustOfService(service: string) {
  return {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }],
  };
}

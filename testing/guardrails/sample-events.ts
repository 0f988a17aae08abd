import type { Event } from './read-insights.ts';

/** A sample event of CloudTrail, and the headings of the queries that must find it. */
export type Sample = {
  readonly name: string;
  readonly event: Event;
  readonly foundBy: readonly string[];
};

const hub = '111122223333';
const workload = '444455556666';

const assuming = 'Assuming protected roles';
const stamping = 'Setting our SourceIdentity';
const roles = 'Changing roles and the revocation policy';
const invoking = 'Invoking the functions directly';
const functions = 'Changing the functions';
const parameters = 'Writing parameters';
const ground = 'Changing table, keys and log groups';

/** Every query, by its heading. */
export const queries = [assuming, stamping, roles, invoking, functions, parameters, ground];

const production = `arn:aws:iam::${workload}:role/SentinelProtected-Production`;
const stamp = 'sentinel.direct.40b6d2e8f1739ac5.alice';

/** A sample as it is written here. */
type Written = {
  readonly name: string;
  /** `userIdentity`. */
  readonly by: Event;
  /** Service and event. */
  readonly does: `${string} ${string}`;
  /** `requestParameters`. */
  readonly to: Event;
  readonly foundBy: readonly string[];
};

const written: readonly Written[] = [
  {
    name: 'the TVM vends',
    by: session('sentinel-api'),
    does: 'sts AssumeRole',
    to: { roleArn: production, sourceIdentity: stamp },
    foundBy: [],
  },
  {
    name: 'the same, as seen in the account of the role',
    by: otherAccount(),
    does: 'sts AssumeRole',
    to: { roleArn: production, sourceIdentity: stamp },
    foundBy: [],
  },
  {
    name: 'an administrator assumes a protected role',
    by: session('Admin'),
    does: 'sts AssumeRole',
    to: { roleArn: production },
    foundBy: [assuming],
  },
  {
    name: 'an IAM user assumes a protected role',
    by: user('bob'),
    does: 'sts AssumeRole',
    to: { roleArn: production },
    foundBy: [assuming],
  },
  {
    name: 'an emergency role assumes a protected role',
    by: session('Emergency'),
    does: 'sts AssumeRole',
    to: { roleArn: production },
    foundBy: [],
  },
  {
    name: 'an emergency user assumes a protected role',
    by: user('emergency'),
    does: 'sts AssumeRole',
    to: { roleArn: production },
    foundBy: [],
  },
  {
    name: 'the same as of the user, as seen in the account of the role',
    by: otherAccount(),
    does: 'sts AssumeRole',
    to: { roleArn: production },
    foundBy: [],
  },
  {
    name: 'somebody of an account without a trail assumes a protected role',
    by: otherAccount('999999999999'),
    does: 'sts AssumeRole',
    to: { roleArn: production, sourceIdentity: stamp },
    foundBy: [assuming, stamping],
  },
  {
    name: 'somebody switches to a protected role in the console',
    by: session('SentinelProtected-Production', { account: workload }),
    does: 'signin SwitchRole',
    to: {},
    foundBy: [],
  },
  {
    name: 'somebody switches to another role in the console',
    by: session('Reader', { account: workload }),
    does: 'signin SwitchRole',
    to: {},
    foundBy: [],
  },
  {
    name: 'somebody assumes another role',
    by: session('Admin'),
    does: 'sts AssumeRole',
    to: { roleArn: `arn:aws:iam::${workload}:role/Reader` },
    foundBy: [],
  },
  {
    name: 'somebody stamps as the TVM does',
    by: session('Admin'),
    does: 'sts AssumeRole',
    to: { roleArn: `arn:aws:iam::${workload}:role/Reader`, sourceIdentity: stamp },
    foundBy: [stamping],
  },
  {
    name: 'somebody stamps with a name of their own',
    by: session('Admin'),
    does: 'sts AssumeRole',
    to: { roleArn: `arn:aws:iam::${workload}:role/Reader`, sourceIdentity: 'bob' },
    foundBy: [],
  },
  {
    name: 'a vended session chains on',
    by: session('SentinelProtected-Production', { account: workload, sourceIdentity: stamp }),
    does: 'sts AssumeRole',
    to: { roleArn: `arn:aws:iam::${workload}:role/Cdk`, sourceIdentity: stamp },
    foundBy: [],
  },

  {
    name: 'an administrator opens the trust of a protected role',
    by: session('Admin'),
    does: 'iam UpdateAssumeRolePolicy',
    to: { roleName: 'SentinelProtected-Production' },
    foundBy: [roles],
  },
  {
    name: 'an administrator detaches the revocation policy',
    by: session('Admin'),
    does: 'iam DetachRolePolicy',
    to: {
      roleName: 'SentinelProtected-Production',
      policyArn: `arn:aws:iam::${workload}:policy/SentinelRevocations`,
    },
    foundBy: [roles],
  },
  {
    name: 'an administrator writes a version of the revocation policy',
    by: session('Admin'),
    does: 'iam CreatePolicyVersion',
    to: { policyArn: `arn:aws:iam::${workload}:policy/SentinelRevocations` },
    foundBy: [roles],
  },
  {
    name: 'the revoker writes one',
    by: session('SentinelRevoker', { account: workload }),
    does: 'iam CreatePolicyVersion',
    to: { policyArn: `arn:aws:iam::${workload}:policy/SentinelRevocations` },
    foundBy: [],
  },
  {
    name: 'the deploy role makes a protected role',
    by: session('SentinelDeploy', { account: workload }),
    does: 'iam CreateRole',
    to: { roleName: 'SentinelProtected-New' },
    foundBy: [],
  },
  {
    name: 'an administrator lets others take the emergency role',
    by: session('Admin'),
    does: 'iam UpdateAssumeRolePolicy',
    to: { roleName: 'Emergency' },
    foundBy: [roles],
  },
  {
    name: 'an administrator makes a key of an emergency user',
    by: session('Admin'),
    does: 'iam CreateAccessKey',
    to: { userName: 'emergency' },
    foundBy: [roles],
  },
  {
    name: 'somebody reads a protected role',
    by: session('Admin'),
    does: 'iam GetRole',
    to: { roleName: 'SentinelProtected-Production' },
    foundBy: [],
  },
  {
    name: 'an administrator changes the api role',
    by: session('Admin'),
    does: 'iam PutRolePolicy',
    to: { roleName: 'sentinel-api' },
    foundBy: [roles],
  },
  {
    name: 'an administrator changes a role of their own',
    by: session('Admin'),
    does: 'iam PutRolePolicy',
    to: { roleName: 'sentinel-api-tests' },
    foundBy: [],
  },

  {
    name: 'API Gateway calls the function',
    by: service('apigateway.amazonaws.com'),
    does: 'lambda Invoke',
    to: { functionName: 'sentinel-api' },
    foundBy: [],
  },
  {
    name: 'the stream wakes the revoker',
    by: service('lambda.amazonaws.com'),
    does: 'lambda Invoke',
    to: { functionName: `arn:aws:lambda:eu-west-1:${hub}:function:sentinel-revoker` },
    foundBy: [],
  },
  {
    name: 'an administrator hands the function an event',
    by: session('Admin'),
    does: 'lambda Invoke',
    to: { functionName: 'sentinel-api' },
    foundBy: [invoking],
  },
  {
    name: 'an administrator does so by its ARN and a version',
    by: session('Admin'),
    does: 'lambda Invoke',
    to: { functionName: `arn:aws:lambda:eu-west-1:${hub}:function:sentinel-api:7` },
    foundBy: [invoking],
  },
  {
    name: 'an administrator calls another function',
    by: session('Admin'),
    does: 'lambda Invoke',
    to: { functionName: 'my-sentinel-api' },
    foundBy: [],
  },
  {
    name: 'an administrator changes its code',
    by: session('Admin'),
    does: 'lambda UpdateFunctionCode20150331v2',
    to: { functionName: 'sentinel-api' },
    foundBy: [functions],
  },
  {
    name: 'an administrator lets others call it',
    by: session('Admin'),
    does: 'lambda AddPermission20150331v2',
    to: { functionName: 'sentinel-api' },
    foundBy: [functions],
  },
  {
    name: 'an administrator gives its role to another function',
    by: session('Admin'),
    does: 'lambda CreateFunction20150331',
    to: { functionName: 'mine', role: `arn:aws:iam::${hub}:role/sentinel-api` },
    foundBy: [functions],
  },
  {
    name: 'the deploy role changes its code',
    by: session('SentinelDeploy'),
    does: 'lambda UpdateFunctionCode20150331v2',
    to: { functionName: 'sentinel-api' },
    foundBy: [],
  },
  {
    name: 'somebody reads its configuration',
    by: session('Admin'),
    does: 'lambda GetFunction20150331v2',
    to: { functionName: 'sentinel-api' },
    foundBy: [],
  },

  {
    name: 'an administrator writes a policy',
    by: session('Admin'),
    does: 'ssm PutParameter',
    to: { name: '/sentinel/policies/production', type: 'String' },
    foundBy: [parameters],
  },
  {
    name: 'an administrator deletes several',
    by: session('Admin'),
    does: 'ssm DeleteParameters',
    to: { names: ['/sentinel/directory'] },
    foundBy: [parameters],
  },
  {
    name: 'the deploy role writes a policy',
    by: session('SentinelDeploy'),
    does: 'ssm PutParameter',
    to: { name: '/sentinel/policies/production' },
    foundBy: [],
  },
  {
    name: 'somebody writes elsewhere',
    by: session('Admin'),
    does: 'ssm PutParameter',
    to: { name: '/other/sentinel/x' },
    foundBy: [],
  },
  {
    name: 'somebody reads a policy',
    by: session('Admin'),
    does: 'ssm GetParameter',
    to: { name: '/sentinel/policies/production' },
    foundBy: [],
  },

  {
    name: 'an administrator deletes the table',
    by: session('Admin'),
    does: 'dynamodb DeleteTable',
    to: { tableName: 'sentinel' },
    foundBy: [ground],
  },
  {
    name: 'an administrator writes an item',
    by: session('Admin'),
    does: 'dynamodb PutItem',
    to: { tableName: `arn:aws:dynamodb:eu-west-1:${hub}:table/sentinel` },
    foundBy: [ground],
  },
  {
    name: 'the TVM writes an item',
    by: session('sentinel-api'),
    does: 'dynamodb PutItem',
    to: { tableName: 'sentinel' },
    foundBy: [],
  },
  {
    name: 'somebody writes to another table',
    by: session('Admin'),
    does: 'dynamodb PutItem',
    to: { tableName: 'not-sentinel' },
    foundBy: [],
  },
  {
    name: 'an administrator deletes the log',
    by: session('Admin'),
    does: 'logs DeleteLogGroup',
    to: { logGroupName: '/aws/lambda/sentinel-api' },
    foundBy: [ground],
  },
  {
    name: 'somebody reads the log',
    by: session('Admin'),
    does: 'logs StartQuery',
    to: { logGroupName: '/aws/lambda/sentinel-api' },
    foundBy: [],
  },
  {
    name: 'an administrator schedules the end of the key',
    by: session('Admin'),
    does: 'kms ScheduleKeyDeletion',
    to: { keyId: '00000000-0000-0000-0000-000000000000' },
    foundBy: [ground],
  },
];

export const samples: readonly Sample[] = written.map(({ name, by, does, to, foundBy }) => {
  const [service, eventName] = does.split(' ');
  const event = {
    eventTime: '2026-01-25T14:30:00Z',
    eventSource: `${service}.amazonaws.com`,
    eventName,
    userIdentity: by,
    requestParameters: to,
    recipientAccountId: recipientOf(by),
  };
  return { name, event, foundBy };
});

/** What CloudTrail writes of a session of a role. https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html */
function session(
  role: string,
  about: { readonly account?: string; readonly sourceIdentity?: string } = {},
): Event {
  const { account = hub, sourceIdentity } = about;
  return {
    type: 'AssumedRole',
    principalId: `AROAEXAMPLEEXAMPLE01:session`,
    arn: `arn:aws:sts::${account}:assumed-role/${role}/session`,
    accountId: account,
    sessionContext: {
      sessionIssuer: { type: 'Role', arn: `arn:aws:iam::${account}:role/${role}`, userName: role },
      ...(sourceIdentity !== undefined && { sourceIdentity }),
    },
  };
}

function user(name: string): Event {
  return {
    type: 'IAMUser',
    arn: `arn:aws:iam::${hub}:user/${name}`,
    accountId: hub,
    userName: name,
  };
}

/** A caller of another account, as the account of the role sees them. */
function otherAccount(accountId = hub): Event {
  return { type: 'AWSAccount', principalId: 'AROAEXAMPLEEXAMPLE01:session', accountId };
}

function service(name: string): Event {
  return { type: 'AWSService', invokedBy: name };
}

/** Of a call across accounts there are two events: one with the caller's account, one with that of the role. */
function recipientOf(by: Event): string {
  if (by['type'] === 'AWSAccount') return workload;
  return typeof by['accountId'] === 'string' ? by['accountId'] : hub;
}

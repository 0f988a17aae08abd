import type { Event } from '../guardrails/read-insights.ts';

const hub = '111122223333';
const workload = '444455556666';
const reader = { roleArn: `arn:aws:iam::${workload}:role/Reader` };
const sso = 'AWSReservedSSO_Engineers_0123456789abcdef';
const vended = 'SentinelProtected-Staging';
const stamp = 'sentinel.direct.40b6d2e8f1739ac5.alice';

type Sample = { readonly name: string; readonly event: Event };

/** Sample events of CloudTrail, for the queries that look for chained roles. */
export const samples: readonly Sample[] = [
  { name: 'a person chains on', event: assumes(session(sso), reader) },
  {
    name: 'the same, as seen in the account of the role',
    event: assumes({ type: 'AWSAccount', accountId: hub }, reader, { recipient: workload }),
  },
  {
    name: 'a person tries a protected role',
    event: assumes(session(sso), { roleArn: `arn:aws:iam::${workload}:role/${vended}` }),
  },
  { name: 'a pipeline chains on', event: assumes(session('ci-deploy'), reader) },
  { name: 'a vended session chains on', event: assumes(session(vended, stamp), reader) },
  {
    name: 'a vended session is refused',
    event: assumes(session(vended, stamp), reader, { errorCode: 'AccessDenied' }),
  },
  {
    name: 'somebody with another identity is refused',
    event: assumes(session('Admin', 'bob'), reader, { errorCode: 'AccessDenied' }),
  },
  {
    name: 'a person does something else',
    event: { ...assumes(session(sso), {}), eventName: 'GetCallerIdentity' },
  },
];

type Outcome = { readonly recipient?: string; readonly errorCode?: string };

function assumes(by: Event, to: Event, { recipient = hub, errorCode }: Outcome = {}): Event {
  return {
    eventTime: '2026-01-25T14:30:00Z',
    eventSource: 'sts.amazonaws.com',
    eventName: 'AssumeRole',
    userIdentity: by,
    requestParameters: to,
    recipientAccountId: recipient,
    ...(errorCode !== undefined && { errorCode }),
  };
}

/** What CloudTrail writes of a session of a role. https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html */
function session(role: string, sourceIdentity?: string): Event {
  const path = role.startsWith('AWSReservedSSO_') ? 'aws-reserved/sso.amazonaws.com/' : '';
  return {
    type: 'AssumedRole',
    arn: `arn:aws:sts::${hub}:assumed-role/${role}/session`,
    accountId: hub,
    sessionContext: {
      sessionIssuer: {
        type: 'Role',
        arn: `arn:aws:iam::${hub}:role/${path}${role}`,
        userName: role,
      },
      ...(sourceIdentity !== undefined && { sourceIdentity }),
    },
  };
}

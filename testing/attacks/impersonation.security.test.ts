import { place } from '@sentinel/devstack/stack/place';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { assumeRole } from './assume-role.ts';
import { alices, disguises } from './disguises.ts';
import { allow, openRange, type Range, sessionKeys } from './firing-range.ts';
import { type Keys, keysIn } from './hostile-client.ts';
import { repel, vendShot } from './repel.ts';

const { hubAccount } = place;

/** Whatever `requestContext.authorizer.iam` says is put in place of what the gateway found; nothing if empty. */
let disguise: object = {};
let range: Range;
let trudy: Keys;

beforeAll(async () => {
  range = await openRange({
    between: (tvm) => (event, context) => {
      const { requestContext } = event;
      const iam = { ...requestContext.authorizer.iam, ...disguise };
      return tvm({ ...event, requestContext: { ...requestContext, authorizer: { iam } } }, context);
    },
  });
  trudy = range.user('trudy', [
    allow(['execute-api:Invoke', 'sts:AssumeRole', 'sts:SetSourceIdentity', 'sts:TagSession']),
  ]);
});
afterAll(() => range.close());

/** A role that is the attacker's own in all: whoever it trusts, however it is named. */
function ownRole(name: string, accountId: string = hubAccount): string {
  return range.stack.iam.addRole({
    accountId,
    name,
    trust: {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { AWS: `arn:aws:iam::${hubAccount}:user/trudy` },
          Action: ['sts:AssumeRole', 'sts:SetSourceIdentity', 'sts:TagSession'],
        },
      ],
    },
    policies: [allow(['*'])],
  }).arn;
}

const assume = (roleArn: string, sessionName: string, more: Record<string, string> = {}) =>
  assumeRole(range, trudy, { roleArn, sessionName, more });

const whoami = async (by: Keys) => (await range.fire(by, { target: '/whoami' })).json;

describe('SEC-04 an own role, assumed under a name of the choice of whoever may assume it', () => {
  let sandbox: string;
  beforeAll(() => {
    sandbox = ownRole('sandbox');
  });

  test.each<[wants: string, session: string, more?: Record<string, string>]>([
    ['to be alice', 'alice@example.com'],
    ['to be alice in capitals', 'ALICE@EXAMPLE.COM'],
    ['to be an approver', 'carol@example.com'],
    ['to be security', 'erin@example.com'],
    ['to be an IAM user', 'iam=alice'],
    ['to look like a session of ours', 'sentinel.direct.0123456789abcdef.alice'],
    [
      'to carry a stamp of ours',
      'alice',
      { SourceIdentity: 'sentinel.approved.0123456789abcdef.carol' },
    ],
    ['to carry a name of another', 'carol@example.com', { SourceIdentity: 'carol@example.com' }],
    [
      'to carry our tags',
      'carol@example.com',
      {
        'Tags.member.1.Key': 'SentinelUser',
        'Tags.member.1.Value': 'carol',
        'TransitiveTagKeys.member.1': 'SentinelUser',
      },
    ],
  ])('SEC-04 %s', async (wants, session, more) => {
    const by = keysIn(await assume(sandbox, session, more));

    expect(await whoami(by), `SECURITY VIOLATION: it worked ${wants}`).toMatchObject({
      subject: 'role/sandbox',
      person: 'role/sandbox',
    });
    await repel(range, {
      wants,
      by,
      shot: vendShot('dev'),
      refused: { code: 'POLICY_DENY', truth: { subject: 'role/sandbox', account: hubAccount } },
    });
    await repel(range, {
      wants: `${wants} and block others`,
      by,
      shot: {
        method: 'POST',
        target: '/revocations',
        body: '{"subject":"bob@example.com","reason":"no reason"}',
      },
      refused: { code: 'FORBIDDEN', truth: { subject: 'role/sandbox' } },
    });
  });

  test('SEC-04 no name that AWS does not take gets as far as us', async () => {
    const names = [
      'alice@еxample.com',
      'ａlice',
      'alice example',
      'alice\u0000',
      'a',
      'alice#state',
      'iam/alice',
      'role:x',
      `${'a'.repeat(65)}`,
      'alice\u200b',
      'alıce',
    ];
    const before = range.decisions().length;

    const answers = await Promise.all(names.map((name) => assume(sandbox, name)));

    for (const answer of answers) {
      expect(answer.status, 'SECURITY VIOLATION: AWS does not take this name').toBe(400);
      expect(answer.body).toMatch(/ValidationError/);
    }
    expect(range.decisions().length).toBe(before);
  });

  test('SEC-04 somebody who is approved under a real name lends it to nobody who chose it', async () => {
    const alice = range.keysOf('alice');
    const why = 'alice herself looks at the database';
    const made = await range.post(alice, '/requests', { profile: 'database', justification: why });
    const id = String(made.json['id']);
    const chosen = keysIn(await assume(sandbox, 'carol@example.com'));
    await repel(range, {
      wants: 'to approve under the name of an approver',
      by: chosen,
      shot: { method: 'POST', target: `/requests/${id}/approve`, body: '{}' },
      refused: { code: 'NOT_FOUND', truth: { subject: 'role/sandbox', about: null } },
    });
    await range.post(range.keysOf('carol'), `/requests/${id}/approve`, {});

    const asAlice = keysIn(await assume(sandbox, 'alice@example.com'));
    await repel(range, {
      wants: 'what the owner of the name was approved',
      by: asAlice,
      shot: vendShot('database'),
      refused: { code: 'POLICY_DENY', truth: { subject: 'role/sandbox' } },
    });
    expect((await range.fire(alice, vendShot('database'))).status).toBe(200);
  });
});

describe('SEC-04 principals that are named like others', () => {
  test.each<[wants: string, name: string, subject: string]>([
    ['to be a person as an IAM user', 'alice@example.com', 'iam/alice@example.com'],
    ['to be a role as an IAM user', 'role', 'iam/role'],
    ['to be a role and a session', 'ci-deploy', 'iam/ci-deploy'],
    ['to be the TVM', 'SentinelApi', 'iam/sentinelapi'],
    ['to be a protected role', 'SentinelProtected-Dev', 'iam/sentinelprotected-dev'],
  ])('SEC-04 %s', async (wants, name, subject) => {
    const by = range.user(name);

    expect(await whoami(by), `SECURITY VIOLATION: it worked ${wants}`).toMatchObject({ subject });
    const refused = { code: 'POLICY_DENY', truth: { subject } };
    await repel(range, { wants, by, shot: vendShot('dev'), refused });
  });

  test.each<[wants: string, role: string, truth: object | 'INVALID_IDENTITY']>([
    ['to be a person as a role', 'alice@example.com', { subject: 'role/alice@example.com' }],
    ['to be a user as a role', 'iam=alice', { subject: 'role/iam=alice' }],
    [
      'to be of another permission set',
      'AWSReservedSSO_Engineers_fedcba9876543210',
      'INVALID_IDENTITY',
    ],
    ['to be of a longer permission set', `${place.ssoRole}0`, 'INVALID_IDENTITY'],
    ['to be of one in other letters', 'AWSRESERVEDSSO_Admins_0123456789abcdef', 'INVALID_IDENTITY'],
    ['to be of ours', 'SentinelProtected-Mine', 'INVALID_IDENTITY'],
    ['to be of ours in small letters', 'sentinelprotected-mine2', 'INVALID_IDENTITY'],
  ])('SEC-04 %s', async (wants, role, truth) => {
    const by = keysIn(await assume(ownRole(role), 'alice@example.com'));
    const refused =
      truth === 'INVALID_IDENTITY'
        ? { code: truth, truth: { subject: null } }
        : { code: 'POLICY_DENY', truth };

    await repel(range, { wants, by, shot: vendShot('dev'), refused });
  });

  test('SEC-04 a person in capitals is the same person, and has no second purse', async () => {
    const roleArn = `arn:aws:iam::${hubAccount}:role/aws-reserved/sso.amazonaws.com/${place.ssoRole}`;
    const loud = sessionKeys(range.stack.iam, roleArn, 'ALICE@Example.Com');

    expect(await whoami(loud)).toMatchObject({
      subject: 'alice@example.com',
      person: 'alice@example.com',
    });
    const own = await range.fire(range.keysOf('alice'), vendShot('dev'));
    const session_id = String(Object(own.json['Sentinel'])['SessionId']);
    await repel(range, {
      wants: 'to go on in a session of another principal id',
      by: loud,
      shot: vendShot('dev', { session_id }),
      refused: { code: 'CONFLICT', truth: { subject: 'alice@example.com' } },
    });
  });
});

describe('SEC-04 principals that look right, and are from elsewhere', () => {
  test.each(disguises)('SEC-04 %s', async (wants, iam) => {
    const truth = { subject: null, caller_arn: String(Object(iam)['userArn']) };
    disguise = iam;
    try {
      const refused = { code: 'INVALID_IDENTITY', truth };
      await repel(range, { wants, by: trudy, shot: vendShot('dev'), refused });
    } finally {
      disguise = {};
    }
  });

  test('SEC-04 as they are, the same shots hit', async () => {
    disguise = alices;
    try {
      expect((await range.fire(trudy, vendShot('dev'))).status).toBe(200);
    } finally {
      disguise = {};
    }
  });
});

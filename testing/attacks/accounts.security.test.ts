import { place } from '@sentinel/devstack/stack/place';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { allow, mayCall, openRange, type Range, sessionKeys } from './firing-range.ts';
import { type Keys, keysIn } from './hostile-client.ts';
import { repel, vendShot } from './repel.ts';

const { hubAccount, workloadAccount, ssoRole } = place;
/** Admitted by the settings, and somebody else's. */
const partner = '777788889999';
const stranger = '999900001111';

const policy = (conditions: string) => `version: "1"
profile: { role_arn: "arn:aws:iam::${workloadAccount}:role/SentinelProtected-Dev" }
rules: [{ name: only, effect: allow, conditions: ${conditions} }]
`;

let range: Range;

beforeAll(async () => {
  range = await openRange({
    settings: { SENTINEL_CALLER_ACCOUNTS: `${hubAccount},${partner}` },
    directory: (text) =>
      text.replace('administration:\n', 'administration:\n  check: { users: [role/orders] }\n'),
    roles: { Ci: ['ci'], Partner: ['partner'] },
    documents: {
      '/sentinel/policies/ci': policy('{ users: [role/ci-deploy, iam/dave] }').replace(
        '-Dev',
        '-Ci',
      ),
      '/sentinel/policies/partner': policy(`{ users: ["${partner}:role/ci-deploy"] }`).replace(
        '-Dev',
        '-Partner',
      ),
    },
  });
});
afterAll(() => range.close());

/** A session of a role in some account; made with whatever path its owner likes. */
function roleKeys(accountId: string, name: string, session: string, path = '/'): Keys {
  const { iam } = range.stack;
  const arn = `arn:aws:iam::${accountId}:role${path}${name}`;
  if (iam.findRole(arn) === undefined) {
    const trust = {
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' },
      ],
    };
    iam.addRole({ accountId, name, path, trust, policies: [allow(['*'])] });
  }
  return sessionKeys(iam, arn, session);
}

const sso = '/aws-reserved/sso.amazonaws.com/';

describe('SEC-04 the same name in another account', () => {
  test('SEC-04 the owners of the names are let in, each by the profile that names them', async () => {
    const [ours, theirs] = [range.keysOf('ci'), roleKeys(partner, 'ci-deploy', 'build-42')];

    expect((await range.fire(ours, vendShot('ci'))).status).toBe(200);
    expect((await range.fire(theirs, vendShot('partner'))).status).toBe(200);
    expect((await range.fire(range.keysOf('dave'), vendShot('ci'))).status).toBe(200);
  });

  test.each<
    [wants: string, by: () => Keys, refused: { code: string; truth: object }, profile?: string]
  >([
    [
      'what a role of ours may, as one of a partner',
      () => roleKeys(partner, 'ci-deploy', 'build-42'),
      { code: 'POLICY_DENY', truth: { subject: `${partner}:role/ci-deploy`, account: partner } },
    ],
    [
      'what a role of a partner may, as one of ours',
      () => range.keysOf('ci'),
      { code: 'POLICY_DENY', truth: { subject: 'role/ci-deploy' } },
      'partner',
    ],
    [
      'what a user of ours may, as one of a partner',
      () => range.user('dave', [mayCall], partner),
      { code: 'POLICY_DENY', truth: { subject: `${partner}:iam/dave` } },
    ],
    [
      'what a person may, by their role in the account of a partner',
      () => roleKeys(partner, ssoRole, 'alice@example.com', sso),
      { code: 'INVALID_IDENTITY', truth: { subject: null, account: partner } },
      'dev',
    ],
    [
      'what a person may, as the IAM user of a partner',
      () => range.user('alice', [mayCall], partner),
      {
        code: 'POLICY_DENY',
        truth: { subject: `${partner}:iam/alice`, person: `${partner}:iam/alice` },
      },
      'dev',
    ],
    [
      'in from an account that nobody listed, by a role',
      () => roleKeys(stranger, 'ci-deploy', 'build-42'),
      { code: 'INVALID_IDENTITY', truth: { subject: null, account: stranger } },
    ],
    [
      'in from an account that nobody listed, as a person',
      () => roleKeys(stranger, ssoRole, 'alice@example.com', sso),
      { code: 'INVALID_IDENTITY', truth: { subject: null, account: stranger } },
      'dev',
    ],
    [
      'in from the workload, by the name of a role of ours',
      () => roleKeys(workloadAccount, 'ci-deploy', 'build-42'),
      { code: 'INVALID_IDENTITY', truth: { subject: null, account: workloadAccount } },
    ],
    [
      'in by a role with the account in its name',
      () => roleKeys(hubAccount, `${partner}.role.ci-deploy`, 'build-42'),
      { code: 'POLICY_DENY', truth: { subject: `role/${partner}.role.ci-deploy` } },
      'partner',
    ],
    [
      'in by a protected role of a partner',
      () => roleKeys(partner, 'SentinelProtected-Dev', 'alice'),
      { code: 'INVALID_IDENTITY', truth: { subject: null, account: partner } },
      'dev',
    ],
    [
      'in by the same name under another path',
      () => roleKeys(partner, 'ci-deploy', 'build-42', '/111122223333/'),
      { code: 'POLICY_DENY', truth: { subject: `${partner}:role/ci-deploy` } },
    ],
  ])('SEC-04 %s', async (wants, by, refused, profile = 'ci') => {
    await repel(range, { wants, by: by(), shot: vendShot(profile), refused });
  });

  test('SEC-04 a namesake of another account neither sees, ends, nor goes on in a session', async () => {
    const [ours, theirs] = [range.keysOf('ci'), roleKeys(partner, 'ci-deploy', 'build-42')];
    const vended = await range.fire(ours, vendShot('ci'));
    const id = String(Object(vended.json['Sentinel'])['SessionId']);
    const truth = { subject: `${partner}:role/ci-deploy` };

    for (const [wants, shot] of [
      ['to see the session', { target: `/sessions/${id}` }],
      ['to end the session', { method: 'POST', target: `/sessions/${id}/end` }],
      [
        'to revoke the session',
        { method: 'POST', target: `/sessions/${id}/revoke`, body: '{"reason":"no reason"}' },
      ],
      ['to go on in the session', vendShot('partner', { session_id: id })],
    ] as const) {
      await repel(range, { wants, by: theirs, shot, refused: { code: 'NOT_FOUND', truth } });
    }
    const erin = range.keysOf('erin');
    const done = await range.post(erin, '/revocations', {
      subject: truth.subject,
      reason: 'their laptop',
    });
    expect(done.status, done.body).toBe(200);
    expect((await range.fire(ours, vendShot('ci'))).status, 'a namesake was blocked').toBe(200);
    await repel(range, {
      wants: 'in although revoked',
      by: theirs,
      shot: vendShot('partner'),
      refused: { code: 'SUBJECT_BLOCKED', truth },
    });
  });

  test('SEC-11 the check of a service is for that service, not for its namesake', async () => {
    const { accessKeyId } = keysIn(await range.fire(range.keysOf('ci'), vendShot('ci')));
    const target = `/sessions/check?access_key_id=${accessKeyId}`;

    const asked = await range.fire(roleKeys(hubAccount, 'orders', 'i-1'), { target });
    expect(asked.json).toMatchObject({
      alive: true,
      subject: 'role/ci-deploy',
      account: workloadAccount,
    });
    const namesake = roleKeys(partner, 'orders', 'i-1');
    const truth = { subject: `${partner}:role/orders` };
    await repel(range, {
      wants: 'to learn whose key it is',
      by: namesake,
      shot: { target },
      refused: { code: 'FORBIDDEN', truth },
    });
  });
});

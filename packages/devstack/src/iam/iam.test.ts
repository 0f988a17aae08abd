import { describe, expect, test } from 'vitest';
import { allowAll, hub, policy, startMs } from '../../testing/test-bench.ts';
import { createIam } from './iam.ts';
import type { Judgement } from './judge.ts';
import { contextOf, type Principal } from './principal.ts';

const readOnly = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
const get = policy({ Effect: 'Allow', Action: 's3:Get*', Resource: '*' });
const trustAll = policy({ Effect: 'Allow', Action: 'sts:*', Principal: '*' });
const issued = { issuedAtMs: startMs, expiresAtMs: startMs + 3_600_000 };

function stage(roleAllows: unknown = allowAll) {
  const iam = createIam();
  iam.putManagedPolicy(readOnly, get);
  const role = iam.addRole({
    accountId: hub,
    name: 'worker',
    path: '/team/',
    trust: trustAll,
    policies: [roleAllows],
  });
  const open = (more: { policy?: string; policyArns?: readonly string[] } = {}) =>
    iam.openSession({ roleArn: role.arn, sessionName: 'alice', ...issued, ...more });
  const may = (principal: Principal, action: string, nowMs = startMs): Judgement =>
    iam.permits(principal, { action, resource: '*', context: contextOf(principal, nowMs) });
  return { iam, role, open, may };
}

describe('users and roles', () => {
  test('have ids and ARNs as AWS makes them', () => {
    const { iam, role, open } = stage();
    const user = iam.addUser({ accountId: hub, name: 'alice', path: '/people/' });
    const keys = iam.addAccessKey(user.arn);
    const session = open();

    expect(user.arn).toBe(`arn:aws:iam::${hub}:user/people/alice`);
    expect(user.id).toMatch(/^AIDA[A-Z2-7]{17}$/);
    expect(role.arn).toBe(`arn:aws:iam::${hub}:role/team/worker`);
    expect(role.id).toMatch(/^AROA[A-Z2-7]{17}$/);
    expect(keys.accessKeyId).toMatch(/^AKIA[A-Z2-7]{16}$/);
    expect(session.accessKeyId).toMatch(/^ASIA[A-Z2-7]{16}$/);
    expect(session.secretAccessKey).toHaveLength(40);
    expect(session.session.arn).toBe(`arn:aws:sts::${hub}:assumed-role/worker/alice`);
    expect(session.session.userId).toBe(`${role.id}:alice`);
  });

  test('root may do all and has the account for an id', () => {
    const { iam, may } = stage();
    const { accessKeyId } = iam.addAccessKey(`arn:aws:iam::${hub}:root`);
    const principal = iam.findKey(accessKeyId)?.principal;

    expect(principal).toMatchObject({ kind: 'root', userId: hub, accountId: hub });
    expect(principal && may(principal, 's3:DeleteBucket')).toBe('allow');
  });

  test.each([
    ['a key for nobody', () => createIam().addAccessKey(`arn:aws:iam::${hub}:user/nobody`)],
    [
      'a session of no role',
      () => createIam().openSession({ roleArn: 'x', sessionName: 'a', ...issued }),
    ],
    ['a malformed policy', () => stage({ Statement: { Effect: 'Allow' } })],
  ])('%s throws', (_, act) => {
    expect(act).toThrow();
  });

  test('a role created anew is another role, and its old sessions are dead', () => {
    const { iam, role, open } = stage();
    const { accessKeyId, session } = open();
    iam.addRole({
      accountId: hub,
      name: 'target',
      trust: policy({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: role.arn } }),
    });
    const target = `arn:aws:iam::${hub}:role/target`;
    const question = { action: 'sts:AssumeRole', resource: target, context: new Map() };
    expect(iam.trusts(target, session, question)).toBe('allow');

    iam.removeRole(role.arn);
    iam.addRole({ accountId: hub, name: 'worker', path: '/team/', trust: trustAll });

    expect(iam.findKey(accessKeyId)).toBeUndefined();
    expect(iam.trusts(target, open().session, question)).toBe('none');
  });
});

describe('what a session may do', () => {
  const deny = policy(
    { Effect: 'Allow', Action: '*', Resource: '*' },
    { Effect: 'Deny', Action: 's3:GetObject', Resource: '*' },
  );
  const inline = (document: unknown) => ({ policy: JSON.stringify(document) });
  const ec2 = policy({ Effect: 'Allow', Action: 'ec2:*', Resource: '*' });

  test.each([
    ['role alone', allowAll, {}, ['allow', 'allow', 'allow']],
    ['an inline policy that narrows', allowAll, inline(get), ['allow', 'none', 'none']],
    [
      'a managed policy that narrows',
      allowAll,
      { policyArns: [readOnly] },
      ['allow', 'none', 'none'],
    ],
    [
      'inline and managed added up',
      allowAll,
      { ...inline(ec2), policyArns: [readOnly] },
      ['allow', 'none', 'allow'],
    ],
    [
      'an inline Allow * beside a managed one, which undoes it',
      allowAll,
      { ...inline(allowAll), policyArns: [readOnly] },
      ['allow', 'allow', 'allow'],
    ],
    ['a Deny in a session policy', allowAll, inline(deny), ['deny', 'allow', 'allow']],
    ['a session policy wider than the role', get, inline(allowAll), ['allow', 'none', 'none']],
    ['two that share nothing', get, inline(ec2), ['none', 'none', 'none']],
    ['a Deny in the role', deny, inline(get), ['deny', 'none', 'none']],
  ])('follows from %s', (_, role, session, [s3Get, s3Put, ec2Run]) => {
    const { open, may } = stage(role);
    const principal = open(session).session;

    expect(may(principal, 's3:GetObject')).toBe(s3Get);
    expect(may(principal, 's3:PutObject')).toBe(s3Put);
    expect(may(principal, 'ec2:RunInstances')).toBe(ec2Run);
  });

  test('ends with a Deny from a time on, to the second', () => {
    const { open, may } = stage();
    const until = policy(
      { Effect: 'Allow', Action: '*', Resource: '*' },
      {
        Effect: 'Deny',
        Action: '*',
        Resource: '*',
        Condition: { DateGreaterThanEquals: { 'aws:CurrentTime': '2026-01-25T14:35:00Z' } },
      },
    );
    const principal = open(inline(until)).session;

    expect(may(principal, 's3:GetObject', startMs + 299_999)).toBe('allow');
    expect(may(principal, 's3:GetObject', startMs + 300_000)).toBe('deny');
  });

  test('changes at once with the policies of its role', () => {
    const { iam, role, open, may } = stage();
    const revocations = `arn:aws:iam::${hub}:policy/SentinelRevocations`;
    const principal = iam.findKey(open().accessKeyId)?.principal;
    if (principal === undefined) throw new Error('no session');
    iam.setPermissions(role.arn, { policies: [allowAll], managedPolicyArns: [revocations] });
    expect(may(principal, 's3:GetObject')).toBe('allow');

    iam.putManagedPolicy(
      revocations,
      policy({
        Effect: 'Deny',
        Action: '*',
        Resource: '*',
        Condition: { DateLessThan: { 'aws:TokenIssueTime': '2026-01-25T14:30:01Z' } },
      }),
    );

    expect(may(principal, 's3:GetObject')).toBe('deny');
  });
});

describe('a trust policy', () => {
  const other = '444455556666';

  test.each([
    ['everybody', '*', true],
    ['everybody as a list', { AWS: ['*'] }, true],
    ['the account', { AWS: hub }, true],
    ['the root of the account', { AWS: `arn:aws:iam::${hub}:root` }, true],
    ['another account', { AWS: `arn:aws:iam::${other}:root` }, false],
    ['the role', { AWS: `arn:aws:iam::${hub}:role/team/worker` }, true],
    ['the session', { AWS: `arn:aws:sts::${hub}:assumed-role/worker/alice` }, true],
    ['another session', { AWS: `arn:aws:sts::${hub}:assumed-role/worker/bob` }, false],
    ['a service', { Service: 'lambda.amazonaws.com' }, false],
    ['an identity provider', { Federated: `arn:aws:iam::${hub}:saml-provider/x` }, false],
  ])('that names %s is judged by that', (_, principal, isTrusted) => {
    const { iam, open } = stage();
    const trust = policy({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: principal });
    const { arn } = iam.addRole({ accountId: other, name: 'target', trust });
    const question = { action: 'sts:AssumeRole', resource: arn, context: new Map() };

    expect(iam.trusts(arn, open().session, question)).toBe(isTrusted ? 'allow' : 'none');
  });

  test('that names nobody who exists is refused', () => {
    const { iam } = stage();
    const trust = policy({
      Effect: 'Allow',
      Action: 'sts:AssumeRole',
      Principal: { AWS: `arn:aws:iam::${hub}:role/nobody` },
    });

    expect(() => iam.addRole({ accountId: hub, name: 'target', trust })).toThrow(/principal/);
  });
});

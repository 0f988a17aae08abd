import { expect, test } from 'vitest';
import { isHolder, type Signer } from './is-holder.ts';

const session = {
  roleArn: 'arn:aws:iam::111122223333:role/teams/dev/SentinelProtected-Dev',
  sourceIdentity: 'sentinel.direct.00000000000000a1.a.lice',
};

function signer(role: string, name: string, changes: Partial<Signer> = {}): Signer {
  return {
    accountId: '111122223333',
    arn: `arn:aws:sts::111122223333:assumed-role/${role}/${name}`,
    userId: `AROAEXAMPLEEXAMPLE000:${name}`,
    ...changes,
  };
}

const role = 'SentinelProtected-Dev';
const alice = signer(role, 'a.lice');

test.each<[boolean, string, Signer]>([
  [true, 'the role under the name of its user', alice],
  [true, 'the same, each vend named', signer(role, 'a.lice-00000000000000e1')],
  [false, 'another name', signer(role, 'bob')],
  [false, 'a name that begins alike', signer(role, 'a.lice2')],
  [false, 'a name that begins alike, each vend named', signer(role, 'a.lice2-00000000000000e1')],
  [false, 'a name with more behind it', signer(role, 'a.lice-00000000000000e1x')],
  [false, 'the end of the name', signer(role, 'lice')],
  [false, 'another role', signer('SentinelProtected-Production', 'a.lice')],
  [false, 'a role in other case', signer(role.toLowerCase(), 'a.lice')],
  [false, 'a role that begins alike', signer(`${role}2`, 'a.lice')],
  [false, 'another account', signer(role, 'a.lice', { accountId: '444455556666' })],
  [
    false,
    'an ARN of another account',
    { ...alice, arn: alice.arn.replace('111122223333', '444455556666') },
  ],
  [
    false,
    'another account, and an ARN of it',
    signer(role, 'a.lice', {
      accountId: '444455556666',
      arn: alice.arn.replace('111122223333', '444455556666'),
    }),
  ],
  [false, 'an ARN of another partition', { ...alice, arn: alice.arn.replace('aws', 'aws-cn') }],
  [false, 'an IAM user', { ...alice, arn: 'arn:aws:iam::111122223333:user/a.lice' }],
  [false, 'an id of another name', { ...alice, userId: 'AROAEXAMPLEEXAMPLE000:bob' }],
  [false, 'an id of a user', { ...alice, userId: 'AIDAEXAMPLEEXAMPLE000' }],
  [false, 'an id without a name', { ...alice, userId: 'AROAEXAMPLEEXAMPLE000' }],
  [false, 'an id with something before it', { ...alice, userId: 'XAROAEXAMPLEEXAMPLE000:a.lice' }],
  [false, 'an id with something behind it', { ...alice, userId: 'AROAEXAMPLEEXAMPLE000x:a.lice' }],
  [false, 'an id that is too long', { ...alice, userId: `AROA${'E'.repeat(29)}:a.lice` }],
  [false, 'an id with two names', { ...alice, userId: 'AROAEXAMPLEEXAMPLE000:a.lice:b' }],
])('%s: %s', (expected, _who, given) => {
  expect(isHolder(given, session)).toBe(expected);
});

test.each([
  [{ ...session, roleArn: 'arn:aws:iam::111122223333:user/a.lice' }],
  [{ ...session, roleArn: '' }],
  [{ ...session, roleArn: `x${session.roleArn}` }],
  [{ ...session, roleArn: `${session.roleArn} ` }],
  [{ ...session, roleArn: session.roleArn.replace('teams', 'te ams') }],
  [{ ...session, sourceIdentity: 'a.lice' }],
  [{ ...session, sourceIdentity: `x${session.sourceIdentity}` }],
  [{ ...session, sourceIdentity: `${session.sourceIdentity} ` }],
  [{ ...session, sourceIdentity: 'sentinel.direct.00000000000000a1.' }],
])('nobody holds what is no session: %o', (broken) => {
  expect(isHolder(alice, broken)).toBe(false);
  expect(isHolder(signer(role, 'undefined'), broken)).toBe(false);
});

test.each([
  ['arn:aws:iam::111122223333:role/SentinelProtected-Dev', signer(role, 'a.lice')],
  [
    'arn:aws-cn:iam::111122223333:role/a/b/c/x',
    { ...signer('x', 'a.lice'), arn: 'arn:aws-cn:sts::111122223333:assumed-role/x/a.lice' },
  ],
])('the path of a role, or none, is no part of its name: %s', (roleArn, holder) => {
  expect(isHolder(holder, { ...session, roleArn })).toBe(true);
});

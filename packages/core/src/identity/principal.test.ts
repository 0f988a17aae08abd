import { describe, expect, test } from 'vitest';
import { isRefusal } from '../reasons.ts';
import { principalOf } from './principal.ts';

const scope = { partition: 'aws', callerAccounts: new Set(['111122223333', '222233334444']) };

const user = {
  accountId: '111122223333',
  userArn: 'arn:aws:iam::111122223333:user/engineering/Alice',
  userId: 'AIDAEXAMPLEALICE00001',
  accessKey: 'AKIAEXAMPLE',
};

const role = {
  accountId: '111122223333',
  userArn: 'arn:aws:sts::111122223333:assumed-role/CI-Deploy/Build-42',
  userId: 'AROAEXAMPLECIDEPLOY01:Build-42',
  accessKey: 'ASIAEXAMPLE',
};

test('an IAM user is read without its path, in lower case', () => {
  const principal = principalOf(user, scope);

  expect(principal).toEqual({
    type: 'user',
    partition: 'aws',
    accountId: '111122223333',
    name: 'alice',
    sessionName: '',
    uniqueId: 'AIDAEXAMPLEALICE00001',
  });
});

test('an assumed role is read with its session name', () => {
  const principal = principalOf(role, scope);

  expect(principal).toEqual({
    type: 'role',
    partition: 'aws',
    accountId: '111122223333',
    name: 'ci-deploy',
    sessionName: 'build-42',
    uniqueId: 'AROAEXAMPLECIDEPLOY01',
  });
});

describe('refused with INVALID_IDENTITY', () => {
  test.each([
    ['root', { ...user, userArn: 'arn:aws:iam::111122223333:root', userId: '111122223333' }],
    [
      'a federated user',
      {
        ...user,
        userArn: 'arn:aws:sts::111122223333:federated-user/alice',
        userId: '111122223333:alice',
      },
    ],
    ['another partition', { ...user, userArn: user.userArn.replace('arn:aws:', 'arn:aws-cn:') }],
    [
      'an account that is not listed',
      { ...user, accountId: '999999999999', userArn: 'arn:aws:iam::999999999999:user/alice' },
    ],
    ['an ARN of another account than the context', { ...user, accountId: '222233334444' }],
    [
      'another session than in the unique id',
      { ...role, userId: 'AROAEXAMPLECIDEPLOY01:Build-43' },
    ],
    ['a session that differs in case', { ...role, userId: 'AROAEXAMPLECIDEPLOY01:build-42' }],
    ['a user with the id of a role', { ...user, userId: role.userId }],
    ['an ARN of a user with something before it', { ...user, userArn: `x${user.userArn}` }],
    ['an id of a user with something before it', { ...user, userId: `x${user.userId}` }],
    ['an id of a user with something behind it', { ...user, userId: `${user.userId} ` }],
    ['an ARN of a role with something before it', { ...role, userArn: `x${role.userArn}` }],
    ['an id of a role with something before it', { ...role, userId: `x${role.userId}` }],
    ['an id of a role with something behind it', { ...role, userId: `${role.userId} ` }],
    ['a role with the id of a user', { ...role, userId: user.userId }],
    ['a name outside ASCII', { ...user, userArn: 'arn:aws:iam::111122223333:user/Älice' }],
    ['a name with a space', { ...user, userArn: 'arn:aws:iam::111122223333:user/al ice' }],
    ['a name with a colon', { ...user, userArn: 'arn:aws:iam::111122223333:user/al:ice' }],
    [
      'a name of 65 characters',
      { ...user, userArn: `arn:aws:iam::111122223333:user/${'a'.repeat(65)}` },
    ],
    ['an empty name', { ...user, userArn: 'arn:aws:iam::111122223333:user/' }],
    ['a line end after the name', { ...user, userArn: `${user.userArn}\n` }],
    ['an account of 11 digits', { ...user, userArn: 'arn:aws:iam::11112222333:user/alice' }],
    ['a role with three parts', { ...role, userArn: `${role.userArn}/more` }],
    ['another service', { ...user, userArn: 'arn:aws:s3::111122223333:user/alice' }],
    ['nothing', { accountId: '', userArn: '', userId: '', accessKey: '' }],
    [
      'credentials that we vended',
      { ...role, userArn: 'arn:aws:sts::111122223333:assumed-role/SentinelProtected-Dev/Build-42' },
    ],
    [
      'credentials that we vended, spelt otherwise',
      { ...role, userArn: 'arn:aws:sts::111122223333:assumed-role/sentinelprotected-dev/Build-42' },
    ],
  ])('%s', (_what, caller) => {
    const result = principalOf(caller, scope);

    expect(isRefusal(result) && result.code).toBe('INVALID_IDENTITY');
  });
});

test.each([
  [
    'of the root user',
    { ...user, userArn: 'arn:aws:iam::111122223333:root', userId: '111122223333' },
    { message: 'an account root user cannot ask Sentinel' },
  ],
  [
    'of a federated user',
    {
      ...user,
      userArn: 'arn:aws:sts::111122223333:federated-user/alice',
      userId: '111122223333:alice',
    },
    { message: 'federated users cannot ask Sentinel' },
  ],
  [
    'of another partition',
    { ...user, userArn: user.userArn.replace('arn:aws:', 'arn:aws-cn:') },
    { message: 'callers of another partition are not admitted' },
  ],
  [
    'of an account that is not listed',
    { ...user, accountId: '999999999999', userArn: 'arn:aws:iam::999999999999:user/alice' },
    {
      message: 'callers of your account are not admitted',
      detail: 'account 999999999999 is not listed',
    },
  ],
  [
    'that we vended',
    { ...role, userArn: 'arn:aws:sts::111122223333:assumed-role/SentinelProtected-Dev/Build-42' },
    {
      message: 'credentials that Sentinel vended cannot ask Sentinel',
      help: 'sign with your own credentials: `--base-profile`',
    },
  ],
  [
    'of two accounts',
    { ...user, accountId: '222233334444' },
    {
      message: 'your IAM identity is not one that Sentinel knows',
      detail: 'account of ARN and context differ',
    },
  ],
  [
    'of no known shape',
    { ...user, userId: role.userId },
    {
      message: 'your IAM identity is not one that Sentinel knows',
      detail: 'ARN and unique id are not of a known, consistent shape',
    },
  ],
])('a caller %s is told what is wrong, the log the rest', (_what, caller, said) => {
  expect(principalOf(caller, scope)).toMatchObject(said);
});

test('an IAM user may be named as protected roles are: nobody assumes it', () => {
  const named = { ...user, userArn: 'arn:aws:iam::111122223333:user/SentinelProtected-Dev' };

  expect(principalOf(named, scope)).toMatchObject({ name: 'sentinelprotected-dev' });
});

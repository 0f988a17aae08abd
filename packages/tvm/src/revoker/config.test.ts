import { describe, expect, test } from 'vitest';
import { readRevokerConfig } from './config.ts';

const least = {
  SENTINEL_TABLE: 'sentinel',
  SENTINEL_REVOCATION_ACCOUNTS: '444455556666',
  AWS_REGION: 'eu-west-1',
};

describe('settings of the revoker', () => {
  test('need an account only, where its names are the usual ones', () => {
    expect(readRevokerConfig(least)).toEqual({
      table: 'sentinel',
      retentionDays: 400,
      accounts: [
        {
          account: '444455556666',
          policyArn: 'arn:aws:iam::444455556666:policy/SentinelRevocations',
          roleArn: 'arn:aws:iam::444455556666:role/SentinelRevoker',
        },
      ],
      region: 'eu-west-1',
      partition: 'aws',
    });
  });

  test('take accounts with names of their own, in the partition of the Region', () => {
    const { accounts } = readRevokerConfig({
      ...least,
      AWS_REGION: 'cn-north-1',
      SENTINEL_REVOCATION_ACCOUNTS: '444455556666,777788889999=sec/Deny.v2=team-a/Writer',
    });

    expect(accounts.map(({ account }) => account)).toEqual(['444455556666', '777788889999']);
    expect(accounts[1]).toMatchObject({
      policyArn: 'arn:aws-cn:iam::777788889999:policy/sec/Deny.v2',
      roleArn: 'arn:aws-cn:iam::777788889999:role/team-a/Writer',
    });
  });

  test.each([
    '',
    ',',
    '444455556666,',
    '44445555666',
    '444455556666,444455556666',
    '444455556666=Deny',
    '444455556666==',
    '444455556666=/Deny=Writer',
    '444455556666=De*y=Writer',
    '444455556666=Deny=Writer=More',
    'arn:aws:iam::444455556666:policy/Deny',
  ])('of accounts are not %j', (text) => {
    expect(() => readRevokerConfig({ ...least, SENTINEL_REVOCATION_ACCOUNTS: text })).toThrow(
      /^`SENTINEL_REVOCATION_ACCOUNTS` must be account ids/,
    );
  });

  test('of another function are unknown', () => {
    expect(() => readRevokerConfig({ ...least, SENTINEL_API_ID: 'a1' })).toThrow(
      '`SENTINEL_API_ID` is not a setting',
    );
  });
});

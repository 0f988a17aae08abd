import { longestRequestLifeMs } from '@sentinel/core/approval/usable-grants';
import { SentinelError } from '@sentinel/core/errors';
import { describe, expect, test } from 'vitest';
import { type Environment, readConfig } from './config.ts';

const least = {
  SENTINEL_TABLE: 'sentinel',
  SENTINEL_API_ID: 'a1b2c3d4e5',
  SENTINEL_ACCOUNT_ID: '111122223333',
  AWS_REGION: 'eu-west-1',
};

describe('settings', () => {
  test('left out take their defaults', () => {
    expect(readConfig({ ...least, PATH: '/bin', AWS_SESSION_TOKEN: 'x' })).toEqual({
      table: 'sentinel',
      apiId: 'a1b2c3d4e5',
      stage: '$default',
      accountId: '111122223333',
      callerAccounts: new Set(['111122223333']),
      parameterPrefix: '/sentinel',
      policyCacheSeconds: 30,
      retentionDays: 400,
      sessionHours: 12,
      sessionVends: 200,
      region: 'eu-west-1',
      partition: 'aws',
    });
  });

  test('given are taken as given', () => {
    const config = readConfig({
      ...least,
      SENTINEL_STAGE: 'live',
      SENTINEL_CALLER_ACCOUNTS: '222233334444,333344445555',
      SENTINEL_PARAMETER_PREFIX: '/teams/sentinel',
      SENTINEL_POLICY_CACHE_SECONDS: '0',
      SENTINEL_SESSION_VENDS: '10000',
    });

    expect(config).toMatchObject({
      stage: 'live',
      callerAccounts: new Set(['222233334444', '333344445555']),
      parameterPrefix: '/teams/sentinel',
      policyCacheSeconds: 0,
      sessionVends: 10_000,
    });
  });

  test.each([
    ['eu-west-1', 'aws'],
    ['us-gov-west-1', 'aws-us-gov'],
    ['cn-north-1', 'aws-cn'],
    ['us-iso-east-1', 'aws-iso'],
    ['us-isob-east-1', 'aws-iso-b'],
    ['us-isof-south-1', 'aws-iso-f'],
    ['eu-isoe-west-1', 'aws-iso-e'],
    ['eusc-de-east-1', 'aws-eusc'],
    ['ap-southeast-4', 'aws'],
    ['mx-central-1', 'aws'],
  ])('the Region %s lies in the partition %s', (region, partition) => {
    expect(readConfig({ ...least, AWS_REGION: region }).partition).toBe(partition);
  });

  test.each<[string, Environment]>([
    ['SENTINEL_TABLE', { SENTINEL_TABLE: '' }],
    ['SENTINEL_TABLE', { SENTINEL_TABLE: undefined }],
    ['SENTINEL_API_ID', { SENTINEL_API_ID: 'A1' }],
    ['SENTINEL_STAGE', { SENTINEL_STAGE: '' }],
    ['SENTINEL_ACCOUNT_ID', { SENTINEL_ACCOUNT_ID: '11112222333' }],
    ['SENTINEL_ACCOUNT_ID', { SENTINEL_ACCOUNT_ID: '111122223333\n' }],
    ['SENTINEL_CALLER_ACCOUNTS', { SENTINEL_CALLER_ACCOUNTS: '222233334444,' }],
    ['SENTINEL_CALLER_ACCOUNTS', { SENTINEL_CALLER_ACCOUNTS: '*' }],
    ['SENTINEL_PARAMETER_PREFIX', { SENTINEL_PARAMETER_PREFIX: '/' }],
    ['SENTINEL_PARAMETER_PREFIX', { SENTINEL_PARAMETER_PREFIX: '/sentinel/' }],
    ['SENTINEL_PARAMETER_PREFIX', { SENTINEL_PARAMETER_PREFIX: 'sentinel' }],
    ['SENTINEL_PARAMETER_PREFIX', { SENTINEL_PARAMETER_PREFIX: '/aws/reference' }],
    ['SENTINEL_POLICY_CACHE_SECONDS', { SENTINEL_POLICY_CACHE_SECONDS: '301' }],
    ['SENTINEL_POLICY_CACHE_SECONDS', { SENTINEL_POLICY_CACHE_SECONDS: '-1' }],
    ['SENTINEL_POLICY_CACHE_SECONDS', { SENTINEL_POLICY_CACHE_SECONDS: '1e2' }],
    ['SENTINEL_RETENTION_DAYS', { SENTINEL_RETENTION_DAYS: '69' }],
    ['SENTINEL_SESSION_HOURS', { SENTINEL_SESSION_HOURS: '1.5' }],
    ['SENTINEL_SESSION_VENDS', { SENTINEL_SESSION_VENDS: '' }],
    ['AWS_REGION', { AWS_REGION: 'Frankfurt' }],
    ['SENTINEL_TABEL', { SENTINEL_TABEL: 'sentinel' }],
    ['sentinel_table', { sentinel_table: 'sentinel' }],
  ])('%s is named where it is wrong: %o', (name, wrong) => {
    expect(() => readConfig({ ...least, ...wrong })).toThrow(`\`${name}\``);
  });

  test('what voids a grant is kept at least as long as any grant may last', () => {
    const days = Array.from({ length: 400 }, (_, day) => day + 1).find((each) => {
      try {
        return readConfig({ ...least, SENTINEL_RETENTION_DAYS: `${each}` });
      } catch {
        return false;
      }
    });

    expect((days ?? 0) * 86_400_000).toBeGreaterThan(longestRequestLifeMs);
  });

  test('all faults are told at once, in one line, and no value is', () => {
    const read = () =>
      readConfig({ SENTINEL_TABLE: '!canary', SENTINEL_OTHER: 'canary', SENTINEL_STAGE: 'live' });

    expect(read).toThrow(SentinelError);
    expect(read).toThrow(
      /^(?=.*SENTINEL_TABLE)(?=.*SENTINEL_API_ID)(?=.*SENTINEL_ACCOUNT_ID)(?=.*AWS_REGION)(?=.*SENTINEL_OTHER)(?!.*canary).*$/,
    );
  });
});

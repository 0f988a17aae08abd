import type { ProfilesAnswer } from '@sentinel/core/contract/profiles';
import type { SessionAnswer } from '@sentinel/core/contract/sessions';
import type { VendAnswer } from '@sentinel/core/contract/vend';
import type { WhoamiAnswer } from '@sentinel/core/contract/whoami';
import type { Answer } from './tvm-server.ts';

/** 2026-01-25T14:00:00Z, when tests happen. */
export const nowMs = Date.UTC(2026, 0, 25, 14, 0, 0);

export const vended: VendAnswer = {
  AccessKeyId: 'ASIAVENDEDKEY',
  SecretAccessKey: 'vended-secret',
  Token: 'vended-token',
  Expiration: '2026-01-25T15:00:00Z',
  AccountId: '111122223333',
  RoleArn: 'arn:aws:iam::111122223333:role/SentinelProtected-staging',
  Sentinel: {
    RequestId: '0123456789abcdef',
    SessionId: 'aaaaaaaaaaaaaaaa',
    SourceIdentity: 'alice.aaaaaaaaaaaaaaaa',
    Rule: 'oncall',
    Via: 'direct',
    Region: 'eu-west-1',
  },
};

export const person: WhoamiAnswer = {
  subject: 'alice@example.com',
  person: 'alice@example.com',
  groups: ['oncall', 'release'],
  derived: 'session name of a trusted role',
  kind: 'person',
  account: '111122223333',
  arn: 'arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_dev_0123456789abcdef/alice@example.com',
};

export const profiles: ProfilesAnswer = {
  root: '/sentinel',
  profiles: [
    {
      name: 'staging',
      policy_path: '/sentinel/profiles/staging',
      description: 'the staging account',
      region: 'eu-west-1',
      access: 'allow',
      needs: ['justification'],
    },
    {
      name: 'production',
      policy_path: '/sentinel/profiles/production',
      access: 'not_now',
      opens_at: '2026-01-26T08:00:00Z',
    },
  ],
};

/** A session of the list, with what a test changes. */
export function sessionOf(changes: Partial<SessionAnswer> = {}): SessionAnswer {
  return {
    id: 'aaaaaaaaaaaaaaaa',
    subject: 'alice@example.com',
    person: 'alice@example.com',
    profile: 'staging',
    role_arn: 'arn:aws:iam::111122223333:role/SentinelProtected-staging',
    via: 'direct',
    status: 'active',
    source_identity: 'alice.aaaaaaaaaaaaaaaa',
    source_ip: '192.0.2.7',
    user_agent: 'sentinel-cli/1.14.0',
    vends: 3,
    opened_at: '2026-01-25T13:00:00Z',
    last_vend_at: '2026-01-25T13:50:00Z',
    expires_at: '2026-01-25T14:50:00Z',
    ...changes,
  };
}

/** A refusal of the TVM's. */
export function refusalOf(status: number, code: string, more: object = {}): Answer {
  return {
    status,
    body: { Code: code, Message: `refused by ${code}`, RequestId: '0123456789abcdef', ...more },
  };
}

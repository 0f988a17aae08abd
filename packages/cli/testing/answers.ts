import type { BreakGlassAnswer } from '@sentinel/core/contract/break-glass';
import type { ProfilesAnswer } from '@sentinel/core/contract/profiles';
import type { RequestAnswer } from '@sentinel/core/contract/requests';
import type { RevocationAnswer } from '@sentinel/core/contract/revocations';
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

export const approval = {
  subject: 'carol@example.com',
  person: 'carol@example.com',
  at: '2026-01-25T14:05:00Z',
  comment: 'go ahead',
};

/** A request that waits, with what a test changes. */
export function requestOf(changes: Partial<RequestAnswer> = {}): RequestAnswer {
  return {
    id: 'bbbbbbbbbbbbbbbb',
    subject: 'alice@example.com',
    person: 'alice@example.com',
    profile: 'production',
    role_arn: 'arn:aws:iam::111122223333:role/SentinelProtected-Production',
    rule: 'engineers',
    status: 'pending',
    via: 'approved',
    duration_seconds: 14_400,
    justification: 'rotate the signing key',
    ticket: 'OPS-12',
    created_at: '2026-01-25T14:00:00Z',
    expires_at: '2026-01-26T14:00:00Z',
    needed: 1,
    approvals: [],
    approver_groups: ['sre-leads'],
    may: ['cancel'],
    ...changes,
  };
}

/** The same, approved. */
export function approvedOf(changes: Partial<RequestAnswer> = {}): RequestAnswer {
  return requestOf({
    status: 'approved',
    approvals: [approval],
    grant: { from: '2026-01-25T14:05:00Z', until: '2026-01-25T18:05:00Z', uses: 0 },
    may: ['withdraw'],
    ...changes,
  });
}

/** A broken glass, with what a test changes. */
export function eventOf(changes: Partial<BreakGlassAnswer> = {}): BreakGlassAnswer {
  return {
    id: 'cccccccccccccccc',
    subject: 'bob@example.com',
    person: 'bob@example.com',
    profile: 'database',
    status: 'open',
    reason_code: 'incident',
    justification: 'orders fail since 02:10',
    opened_at: '2026-01-25T14:00:00Z',
    ends_at: '2026-01-25T15:00:00Z',
    may_last_until: '2026-01-25T18:00:00Z',
    sessions: ['aaaaaaaaaaaaaaaa'],
    review: {
      required: true,
      due_at: '2026-01-28T15:00:00Z',
      reviewer_groups: ['sre-leads'],
    },
    may: ['extend', 'close'],
    ...changes,
  };
}

/** A block of a subject, with what a test changes. */
export function revocationOf(changes: Partial<RevocationAnswer> = {}): RevocationAnswer {
  return {
    id: 'dddddddddddddddd',
    kind: 'subject',
    subjects: ['alice@example.com', 'iam/alice'],
    status: 'done',
    reason: 'laptop stolen',
    by: 'erin@example.com',
    created_at: '2026-01-25T14:00:00Z',
    until: '2026-02-24T14:00:00Z',
    done_at: '2026-01-25T14:00:01Z',
    effects: [],
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

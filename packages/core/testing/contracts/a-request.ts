import type { AccessRequest, RequestId } from '@sentinel/core/approval/request';
import type { Step } from '@sentinel/core/identity/step';
import type { GrantUse } from '@sentinel/core/ports';
import { noon, person, profile, subject } from './a-session.ts';

export const requestId = (text: string) => text as RequestId; // a test states its names as given

/** What carol did a minute after `noon`. */
export function aStep(changes: Partial<Step> = {}): Step {
  return {
    subject: subject('carol@example.com'),
    person: person('carol@example.com'),
    callerArn:
      'arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Engineers_0123456789abcdef/carol@example.com',
    atMs: noon + 60_000,
    comment: '',
    ...changes,
  };
}

/** A pending request of alice for `production`, made at `noon`, without optional fields. */
export function aRequest(changes: Partial<AccessRequest> = {}): AccessRequest {
  return {
    id: requestId('00000000000000f1'),
    subject: subject('alice@example.com'),
    person: person('alice@example.com'),
    profile: profile('production'),
    status: 'pending',
    version: 1,
    lastChange: '00000000000000e1',
    via: 'approved',
    durationSeconds: 3600,
    justification: 'fix the broken deployment',
    terms: {
      roleArn: 'arn:aws:iam::111122223333:role/SentinelProtected-Production',
      rule: 'everyone-else',
      sessionPolicy: '',
    },
    approvers: { groups: ['sre-leads'], users: ['carol@example.com'] },
    needed: 1,
    approvals: [],
    sessionIds: [],
    createdAtMs: noon,
    expiresAtMs: noon + 86_400_000,
    subjectEpoch: 0,
    profileEpoch: 0,
    notify: [],
    keyed: [],
    ...changes,
  };
}

/** The same, approved a minute after `noon` for an hour. */
export function aGrant(changes: Partial<AccessRequest> = {}): AccessRequest {
  return aRequest({
    status: 'approved',
    version: 2,
    lastChange: '00000000000000e2',
    approvals: [aStep()],
    grant: { fromMs: noon + 60_000, untilMs: noon + 3_660_000 },
    ...changes,
  });
}

/** A request with every optional field, and texts as bad as they come. */
export const fullRequest = aGrant({
  subject: subject('222233334444:iam/a=b,c@d'),
  status: 'withdrawn',
  notBeforeMs: noon + 1000,
  justification: 'Größe \ud800 "quoted"\r\nsecond \u001b[31mline\u2028\u202e 😀 %s $' + '{x}',
  ticket: 'OPS-1',
  terms: {
    roleArn: 'arn:aws:iam::111122223333:role/SentinelProtected-Production',
    rule: 'everyone-else',
    sessionPolicy: '{"inline":{"Version":"2012-10-17"}}',
  },
  closed: aStep({ comment: '"enough" \udc00\n' }),
  grant: { fromMs: noon + 60_000, untilMs: noon + 3_660_000, maxUses: 3 },
  maxUses: 3,
  subjectEpoch: 4,
  profileEpoch: 5,
  notify: ['security', 'chat'],
  keyed: [{ id: '00000000000000aa', body: '00000000000000bb' }],
});

/** The n-th session under `aGrant`, ten minutes after `noon`. */
export function aUse(nth = 1, changes: Partial<GrantUse> = {}): GrantUse {
  return {
    sessionId: nth.toString(16).padStart(16, '0'),
    nowMs: noon + 600_000,
    terms: aRequest().terms,
    subjectEpoch: 0,
    profileEpoch: 0,
    ...changes,
  };
}

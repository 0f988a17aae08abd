import type { AccessRequest, RequestId } from '../src/approval/request.ts';
import type { Step } from '../src/identity/step.ts';
import type { PersonId, SubjectId } from '../src/identity/subject.ts';
import { factsOf } from './policy.ts';

const { nowMs, subject, profile } = factsOf();

/** What somebody did a minute ago. */
export function aStep(who: string, more: Partial<Step> = {}): Step {
  return {
    subject: who as SubjectId, // a test's own word
    person: who as PersonId, // likewise
    callerArn: 'arn:aws:iam::111122223333:user/someone',
    atMs: nowMs - 60_000,
    comment: '',
    ...more,
  };
}

/** Alice's request for `production`, approved by carol a minute ago for an hour, unless told otherwise. */
export function aRequest(more: Partial<AccessRequest> = {}): AccessRequest {
  return {
    id: '00000000000000aa' as RequestId, // a test's own
    subject,
    person: String(subject) as PersonId, // of a subject in no entry
    profile,
    status: 'approved',
    version: 2,
    lastChange: '00000000000000c1',
    via: 'approved',
    durationSeconds: 3600,
    justification: 'to mend the build',
    terms: {
      roleArn: 'arn:aws:iam::111122223333:role/SentinelProtected-Production',
      rule: 'rule',
      sessionPolicy: '',
    },
    approvers: { users: ['carol@example.com'] },
    needed: 1,
    approvals: [aStep('carol@example.com')],
    grant: { fromMs: nowMs - 60_000, untilMs: nowMs + 3_540_000 },
    sessionIds: [],
    createdAtMs: nowMs - 120_000,
    expiresAtMs: nowMs + 86_280_000,
    subjectEpoch: 0,
    profileEpoch: 0,
    notify: [],
    keyed: [],
    ...more,
  };
}

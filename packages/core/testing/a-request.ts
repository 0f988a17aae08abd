import type { AccessRequest } from '../src/approval/request.ts';
import type { Step } from '../src/identity/step.ts';
import { aGrant, aStep as aStepAtNoon, requestId } from './contracts/a-request.ts';
import { person, subject } from './contracts/a-session.ts';
import { factsOf } from './policy.ts';

const { nowMs } = factsOf();

/** What somebody did a minute before policy's facts are of. */
export function aStep(who: string, more: Partial<Step> = {}): Step {
  return aStepAtNoon({
    subject: subject(who),
    person: person(who),
    callerArn: 'arn:aws:iam::111122223333:user/someone',
    atMs: nowMs - 60_000,
    ...more,
  });
}

/** The grant of the contracts as policy's facts meet it: approved by carol a minute ago for an hour, by `ruleOf`. */
export function aRequest(more: Partial<AccessRequest> = {}): AccessRequest {
  return aGrant({
    id: requestId('00000000000000aa'),
    lastChange: '00000000000000c1',
    justification: 'to mend the build',
    terms: { ...aGrant().terms, rule: 'rule' },
    approvers: { users: ['carol@example.com'] },
    approvals: [aStep('carol@example.com')],
    grant: { fromMs: nowMs - 60_000, untilMs: nowMs + 3_540_000 },
    createdAtMs: nowMs - 120_000,
    expiresAtMs: nowMs + 86_280_000,
    ...more,
  });
}

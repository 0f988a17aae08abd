import type { Keyed } from '../idempotency.ts';
import type { Step } from '../identity/step.ts';
import type { PersonId, SubjectId } from '../identity/subject.ts';
import type { SubjectSet } from '../policy/document.ts';
import type { ProfileName } from '../policy/names.ts';

/** 16 lower-case hex characters. */
export type RequestId = string & { readonly __brand: 'RequestId' };

/** As stored. `expired` is never stored: it is what a request is called past its time. */
export type RequestStatus = 'pending' | 'approved' | 'denied' | 'cancelled' | 'withdrawn';

/** What was asked for and approved: only this is vended. */
export type Terms = {
  readonly roleArn: string;
  /** Name of the rule that asks for the approval. */
  readonly rule: string;
  /** The rule's session policies as minified JSON; '' if it has none. */
  readonly sessionPolicy: string;
};

/** The window that an approval opens. */
export type Grant = {
  readonly fromMs: number;
  readonly untilMs: number;
  /** Sessions that may be opened in it; no limit of the policy's if left out. */
  readonly maxUses?: number;
};

/** A request for access that needs an approval, and the grant that it becomes. */
export type AccessRequest = {
  readonly id: RequestId;
  readonly subject: SubjectId;
  readonly person: PersonId;
  readonly profile: ProfileName;
  readonly status: RequestStatus;
  /** Rises by one with every transition. */
  readonly version: number;
  /** Id of the HTTP request that made the last transition. */
  readonly lastChange: string;
  /** `auto`: approved by the policy itself. */
  readonly via: 'approved' | 'auto';
  /** How long the grant lasts. */
  readonly durationSeconds: number;
  /** The grant begins no earlier. */
  readonly notBeforeMs?: number;
  readonly justification: string;
  readonly ticket?: string;
  readonly terms: Terms;
  /** Who could approve when it was made, and how many of them it takes. */
  readonly approvers: SubjectSet;
  readonly needed: number;
  readonly approvals: readonly Step[];
  /** The denial, cancellation or withdrawal. */
  readonly closed?: Step;
  readonly grant?: Grant;
  readonly maxUses?: number;
  /** Ids of the sessions opened under the grant. */
  readonly sessionIds: readonly string[];
  readonly createdAtMs: number;
  /** A request that is pending then has expired. */
  readonly expiresAtMs: number;
  /** Of subject and profile when it was made: a block raises them, and voids it. */
  readonly subjectEpoch: number;
  readonly profileEpoch: number;
  /** Names of the channels that are told of every transition. */
  readonly notify: readonly string[];
  /** Calls with an idempotency key that have changed it, the one that made it first. */
  readonly keyed: readonly Keyed[];
};

/** As shown. */
export type ShownRequestStatus = RequestStatus | 'expired';

/** What a request is called now: one that is pending past its time, or a grant past its window, has expired. */
export function shownRequestStatus(request: AccessRequest, nowMs: number): ShownRequestStatus {
  const endsMs = request.status === 'pending' ? request.expiresAtMs : request.grant?.untilMs;
  const isOpen = request.status === 'pending' || request.status === 'approved';
  return isOpen && endsMs !== undefined && endsMs <= nowMs ? 'expired' : request.status;
}

import type { PersonId, SubjectId } from '../identity/subject.ts';
import type { ProfileName } from '../policy/names.ts';
import type { SessionId } from '../session/session.ts';

/** 16 lower-case hex characters. */
export type RevocationId = string & { readonly __brand: 'RevocationId' };

export type RevocationStatus = 'open' | 'done' | 'lifted';

/** What is revoked, with what the Deny in the accounts needs to know of it. */
export type RevocationTarget =
  | {
      readonly kind: 'session';
      readonly sessionId: SessionId;
      readonly subject: SubjectId;
      readonly profile: ProfileName;
      readonly sourceIdentity: string;
      readonly roleArn: string;
    }
  | {
      readonly kind: 'subject';
      /** Every subject of the person. */
      readonly subjects: readonly SubjectId[];
      /** The user part of each as stamped into SourceIdentity. */
      readonly users: readonly string[];
      /** Of one profile only; of all if left out. */
      readonly profile?: ProfileName;
      /** Of that profile, where its document told it; for the record. */
      readonly roleArn?: string;
    }
  | {
      readonly kind: 'profile';
      readonly profile: ProfileName;
      /** Denied beside what carries the profile's tag. Absent: its document did not tell it, or there is none. */
      readonly roleArn?: string;
    };

/** Since when an account denies what was issued before. */
export type Effect = {
  readonly atMs: number;
  /** Whether the Deny had to be widened beyond what was revoked, for want of room. */
  readonly isWidened: boolean;
};

/** A block, and the Deny of what was issued before it. Times in milliseconds since the epoch. */
export type Revocation = {
  readonly id: RevocationId;
  readonly target: RevocationTarget;
  readonly status: RevocationStatus;
  /** Rises by one with every transition. */
  readonly version: number;
  /** Id of the HTTP request that made the last transition. */
  readonly lastChange: string;
  readonly by: SubjectId;
  readonly byPerson: PersonId;
  /** Whether a holder of `revoke` made it: only then there is a block, and a Deny in the accounts. */
  readonly isAdministrators: boolean;
  readonly reason: string;
  readonly createdAtMs: number;
  /** When the block ends by itself; where there is no block, when it was made. */
  readonly untilMs: number;
  readonly doneAtMs?: number;
  readonly lifted?: { readonly by: SubjectId; readonly atMs: number };
  /** By account. */
  readonly effects: ReadonlyMap<string, Effect>;
  /** Hash of the body that it was made by, where an idempotency key came with it. */
  readonly keyedBody?: string;
};

/** As shown. */
export type ShownRevocationStatus = RevocationStatus | 'expired';

/** What a revocation is called now: one that is done and past its time has expired. */
export function shownRevocationStatus(
  revocation: Revocation,
  nowMs: number,
): ShownRevocationStatus {
  const isOver = revocation.status === 'done' && revocation.untilMs <= nowMs;
  return isOver ? 'expired' : revocation.status;
}

/** Whether its block stands, or is about to. */
export function isLive({ isAdministrators, status, untilMs }: Revocation, nowMs: number): boolean {
  return isAdministrators && status !== 'lifted' && untilMs > nowMs;
}

import type { Via } from '../entitlement.ts';
import type { PersonId, SubjectId } from '../identity/subject.ts';
import type { ProfileName } from '../policy/names.ts';
import type { Source } from '../policy/source.ts';

/** 16 lower-case hex characters. */
export type SessionId = string & { readonly __brand: 'SessionId' };

/** As stored. `expired` is never stored: it is what an active session is called past its expiry. */
export type SessionStatus = 'active' | 'ended' | 'revoked';

/** What must be equal for a vend to continue a session. */
export type SessionMatch = {
  readonly profile: ProfileName;
  readonly roleArn: string;
  readonly via: Via;
  readonly entitlementId?: string;
  readonly scope?: string;
  readonly principalId: string;
  /** Of the profile: a session is not continued past a block of it, when that is over either. */
  readonly profileEpoch: number;
};

/** One vend within a session. Times in milliseconds since the epoch. */
export type Vend = {
  readonly requestId: string;
  readonly atMs: number;
  /** When what this vend issues ends; before STS has answered, the latest that it may be. */
  readonly expiresAtMs: number;
  /** No more vends than this in one session. */
  readonly maxVends: number;
};

/** A series of vends to one caller for one profile: the durable record that exists before STS is called. */
export type Session = SessionMatch & {
  readonly id: SessionId;
  readonly subject: SubjectId;
  readonly person: PersonId;
  readonly status: SessionStatus;
  readonly version: number;
  readonly rule?: string;
  readonly policies: readonly Source[];
  readonly callerArn: string;
  readonly sourceIdentity: string;
  readonly justification: string;
  readonly ticket?: string;
  readonly sourceIp: string;
  readonly userAgent: string;
  readonly deviceId?: string;
  /** Vends begun, the first included. */
  readonly vends: number;
  readonly lastRequestId: string;
  readonly openedAtMs: number;
  readonly lastVendAtMs: number;
  readonly expiresAtMs: number;
  readonly endedAtMs?: number;
};

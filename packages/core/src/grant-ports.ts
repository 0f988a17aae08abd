/** The ports of what gives access beside policy, and of what takes it away. */
import type { AccessRequest, RequestId, ShownRequestStatus, Terms } from './approval/request.ts';
import type { BreakGlassEvent, EventId, ShownEventStatus } from './break-glass/event.ts';
import type { Guard } from './break-glass/guard.ts';
import type { PersonId, SubjectId } from './identity/subject.ts';
import type { Quota } from './policy/document.ts';
import type { ProfileName } from './policy/names.ts';
import type { Effect, Revocation, RevocationId } from './revocation/revocation.ts';

/** Where a request is: it sorts by its creation, so that old ones need not be read. */
export type RequestRef = Pick<AccessRequest, 'subject' | 'profile' | 'id' | 'createdAtMs'>;

/** One session opened under a grant; all of it must hold in the write that counts it. */
export type GrantUse = {
  readonly sessionId: string;
  readonly nowMs: number;
  readonly terms: Terms;
  /** The most that policy and approval allow. */
  readonly maxUses?: number;
  readonly subjectEpoch: number;
  readonly profileEpoch: number;
};

export type ListQuery<Status> = {
  /** Whose; `undefined`: everybody's. */
  readonly subject?: SubjectId;
  readonly profile?: ProfileName;
  /** As shown at `nowMs`. */
  readonly status?: Status;
  readonly nowMs: number;
  /** 1..100. */
  readonly limit: number;
  /** Where the page before ended. */
  readonly after?: string;
};

/** Of a list, those alone of which this holds: what it leaves out does not tell by what a page goes on. */
type Shown<Item> = { readonly isShown?: (item: Item) => Promise<boolean> };

export type RequestQuery = ListQuery<ShownRequestStatus> & Shown<AccessRequest>;

/** May hold fewer than asked for, even none, and yet go on: no page costs more than two reads of an index. */
export type ListPage<Item> = { readonly items: readonly Item[]; readonly after?: string };

export type Requests = {
  /**
   * Stores a new request, its id pointer first. Where one with this id exists, that one is the answer and nothing
   * is changed: an id made of an idempotency key leads a retry to what it made.
   */
  create(request: AccessRequest): Promise<AccessRequest>;
  /** Strongly consistent. */
  find(ref: RequestRef): Promise<AccessRequest | undefined>;
  /** By id alone. Strongly consistent. */
  locate(id: RequestId): Promise<AccessRequest | undefined>;
  /** A subject's requests for one profile made since then, newest first, whatever became of them. Consistent. */
  ofProfile(
    subject: SubjectId,
    profile: ProfileName,
    sinceMs: number,
  ): Promise<readonly AccessRequest[]>;
  /**
   * One transition: writes `after` if status and version are still those of `before`. `false`: they are not.
   * The same `after.lastChange` twice is one change. Never touches `sessionIds`.
   */
  change(before: AccessRequest, after: AccessRequest): Promise<boolean>;
  /**
   * Counts a session under a grant if it is approved, within its window, within `use` in everything, and has a use
   * left or this session already in it. `undefined`: it is not. The same session twice counts once.
   */
  use(ref: RequestRef, use: GrantUse): Promise<AccessRequest | undefined>;
  /** Newest first. For listing only: may lag behind. */
  list(query: RequestQuery): Promise<ListPage<AccessRequest>>;
};

/** One session opened under a break-glass; all of it must hold in the write that counts it. */
export type GlassUse = {
  readonly event: EventId;
  readonly sessionId: string;
  readonly nowMs: number;
  readonly subject: SubjectId;
  readonly subjectEpoch: number;
  readonly profileEpoch: number;
};

/** A place in a profile's quota. */
export type Reservation = {
  readonly event: EventId;
  readonly person: PersonId;
  readonly quota: Quota;
  readonly nowMs: number;
};

export type EventQuery = ListQuery<ShownEventStatus> &
  Shown<BreakGlassEvent> & {
    /** Those alone that somebody else must still review. */
    readonly isAwaitingReview?: true;
  };

export type BreakGlasses = {
  /** Strongly consistent; of version 0 and empty where there is none. */
  guard(person: PersonId): Promise<Guard>;
  /**
   * Writes `after` if the version is still that of `before`. `false`: it is not. The same `after.lastChange` twice
   * is one change. Never touches the `sessionIds` of an event that is in both.
   */
  changeGuard(before: Guard, after: Guard): Promise<boolean>;
  /**
   * Counts a session under an event of the guard if it is open and not past its end, and everything in `use` equals
   * what it was opened with. `undefined`: it is not. The same session twice counts once.
   */
  use(person: PersonId, use: GlassUse): Promise<BreakGlassEvent | undefined>;
  /** Writes an event's own item and its id pointer, unless a newer version is there. */
  putEvent(event: BreakGlassEvent): Promise<void>;
  /** By id alone. Strongly consistent. */
  locate(id: EventId): Promise<BreakGlassEvent | undefined>;
  /**
   * Takes a place in a profile's quota for all, in windows aligned to the epoch. `false`: none is left. The same
   * event twice takes one. A place that no guard names lapses after 60 s.
   */
  reserve(profile: ProfileName, reservation: Reservation): Promise<boolean>;
  /** Gives a place back that came to nothing. */
  release(profile: ProfileName, reservation: Reservation): Promise<void>;
  /** Newest first. For listing only: may lag behind. */
  list(query: EventQuery): Promise<ListPage<BreakGlassEvent>>;
};

export type RevocationQuery = {
  /** Those that concern this profile by name. */
  readonly profile?: ProfileName;
  /** Those whose block stands at `nowMs`. */
  readonly isLive?: true;
  readonly nowMs: number;
  /** 1..100. */
  readonly limit: number;
  /** Where the page before ended. */
  readonly after?: string;
};

export type Revocations = {
  /**
   * Stores a new revocation, its id pointer first; the answer is it as stored, whose `createdAtMs` may be that of an
   * earlier try. Where one with this id exists, that one is the answer.
   */
  create(revocation: Revocation): Promise<Revocation>;
  /** Strongly consistent. */
  find(id: RevocationId): Promise<Revocation | undefined>;
  /**
   * One transition: writes `after` if status and version are still those of `before`. `false`: they are not. The same
   * `after.lastChange` twice is one change. Never touches `effects`, nor what a transition must not.
   */
  change(before: Revocation, after: Revocation): Promise<boolean>;
  /** Notes since when an account denies; a later note of the same account does not replace the first. */
  noteEffect(id: RevocationId, account: string, effect: Effect): Promise<void>;
  /** All that were made since then, oldest first. Consistent and complete. */
  since(atMs: number): Promise<readonly Revocation[]>;
  /** Newest first; consistent. */
  list(query: RevocationQuery): Promise<ListPage<Revocation>>;
};

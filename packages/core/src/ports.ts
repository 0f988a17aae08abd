/**
 * Everything outside the core, as interfaces. Each has an in-memory twin in `memory/`
 * and a contract suite in `testing/` that every adapter must pass.
 *
 * A port throws `SentinelError` when the world fails (`DEPENDENCY_UNAVAILABLE` when nothing is known
 * of the outcome); it never throws to say "no".
 * Times are milliseconds since the epoch, UTC.
 */
import type { BreakGlasses, Requests, Revocations } from './grant-ports.ts';
import type { SubjectId } from './identity/subject.ts';
import type { ProfileName } from './policy/names.ts';
import type { Session, SessionId, SessionMatch, SessionStatus, Vend } from './session/session.ts';

export type * from './grant-ports.ts';

export type Clock = { nowMs(): number };

/** Lets time pass, in milliseconds. */
export type Timer = { wait(ms: number): Promise<void> };

/** A random source that fails must throw: nothing goes on without it. */
export type Random = {
  /** 16 lower-case hex characters: 64 random bits. */
  id(): string;
};

/** SHA-256 of UTF-8 text or bytes. */
export type Sha256 = (data: string | Uint8Array) => Uint8Array;

/** Which document: its kind, and its name where there are many. */
export type DocumentRef =
  | { readonly kind: 'directory' | 'baseline' }
  | { readonly kind: 'profile' | 'group'; readonly name: string };

/** A document as stored, not yet parsed. */
export type StoredDocument = {
  /** Full name of the parameter. */
  readonly parameter: string;
  readonly version: number;
  readonly text: string;
};

/** The store of policy documents (SSM Parameter Store). Answers are never cached here. */
export type Policies = {
  /** `undefined`: there is no such document. */
  read(ref: DocumentRef): Promise<StoredDocument | undefined>;
  /** All profiles' documents, with the profile's name. */
  profiles(): Promise<readonly { readonly name: string; readonly document: StoredDocument }[]>;
};

export type Block = {
  /** A profile's name, or `*`. */
  readonly profile: string;
  readonly untilMs: number;
};

export type SubjectState = {
  /** Calls counted in the window asked for, this one included. */
  readonly count: number;
  /** Rises with every block; what is older is void. */
  readonly epoch: number;
  /** By revocation id. */
  readonly blocks: ReadonlyMap<string, Block>;
};

export type ProfileState = Omit<SubjectState, 'count'>;

/** Rate windows, blocks and epochs. Every read is strongly consistent. */
export type Subjects = {
  /** Counts one call in `window` (minutes since the epoch) and returns the whole item. */
  count(subject: SubjectId, window: number): Promise<SubjectState>;
  read(subject: SubjectId): Promise<ProfileState>;
  readProfile(profile: ProfileName): Promise<ProfileState>;
  /**
   * Adds a revocation's block and raises the epoch, in one update. Once more with the same revocation changes
   * nothing, also after it was lifted: what completes a revocation must not bring back its block. What ended more
   * than 31 days before this one can have been made is forgotten.
   */
  block(subject: SubjectId, revocation: string, block: Block): Promise<void>;
  blockProfile(profile: ProfileName, revocation: string, untilMs: number): Promise<void>;
  /** Lifts one revocation's block at `atMs`; the epoch stays. */
  unblock(subject: SubjectId, revocation: string, atMs: number): Promise<void>;
  unblockProfile(profile: ProfileName, revocation: string, atMs: number): Promise<void>;
};

export type SessionRef = { readonly subject: SubjectId; readonly id: SessionId };

export type ActiveSessions = {
  /** Of one profile; of all if left out. */
  readonly profile?: ProfileName;
  /** Those that expire later: what has expired is never continued, and there is much of it. */
  readonly expiringAfterMs: number;
};

export type SessionQuery = {
  /** Whose; `undefined`: everybody's. */
  readonly subject?: SubjectId;
  readonly profile?: ProfileName;
  /** As shown: `expired` is active and past its expiry at `nowMs`. */
  readonly status?: SessionStatus | 'expired';
  readonly nowMs: number;
  /** 1..100. */
  readonly limit: number;
  /** Where the page before ended. */
  readonly after?: string;
};

export type SessionPage = { readonly items: readonly Session[]; readonly after?: string };

/** What is kept of a vended key, so that a key leads to its session and to its decision line. */
export type KeyRecord = {
  readonly accessKeyId: string;
  readonly session: SessionRef;
  readonly requestId: string;
  readonly expiresAtMs: number;
  readonly line: { readonly writer: string; readonly seq: number; readonly hash: string };
};

export type Sessions = {
  /** Strongly consistent. */
  find(ref: SessionRef): Promise<Session | undefined>;
  /** By id alone, for those who may see all. Strongly consistent. */
  locate(id: SessionId): Promise<Session | undefined>;
  /** Stores a new session and its id pointer, both before it returns. */
  open(session: Session): Promise<void>;
  /**
   * Counts one more vend if the session is active, equals `match` and has vends left.
   * `undefined`: it is not, or has none. The same `vend.requestId` twice counts once. Its expiry never becomes earlier.
   */
  refresh(ref: SessionRef, match: SessionMatch, vend: Vend): Promise<Session | undefined>;
  /** The commit of a vend: notes when it expires, if that is later and the session still active. */
  commit(ref: SessionRef, vend: Vend): Promise<boolean>;
  /** Ends an active session; the session as it is then, `undefined` if there is none. */
  end(ref: SessionRef, atMs: number): Promise<Session | undefined>;
  /** Revokes an active session; the session as it is then, `undefined` if there is none. */
  revoke(ref: SessionRef, atMs: number): Promise<Session | undefined>;
  /** All sessions of a subject that are stored as active and may still be continued. Consistent and complete. */
  activeOf(subject: SubjectId, which: ActiveSessions): Promise<readonly SessionRef[]>;
  /** The vended key, strongly consistent. */
  findKey(accessKeyId: string): Promise<KeyRecord | undefined>;
  putKey(key: KeyRecord): Promise<void>;
  /** Newest first. For listing only: may lag behind. */
  list(query: SessionQuery): Promise<SessionPage>;
};

/** What is asked of STS AssumeRole; already within STS's patterns and limits. */
export type AssumeRole = {
  readonly roleArn: string;
  readonly roleSessionName: string;
  readonly sourceIdentity: string;
  readonly durationSeconds: number;
  readonly tags: readonly { readonly key: string; readonly value: string }[];
  /** Inline session policy, minified JSON. */
  readonly policy?: string;
  readonly policyArns: readonly string[];
};

export type IssuedCredentials = {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiresAtMs: number;
};

/**
 * STS. Throws `CREDENTIAL_ERROR` where STS refuses us or answers nonsense (our fault, never the caller's),
 * `DEPENDENCY_UNAVAILABLE` where it does not answer.
 */
export type Credentials = { assume(ask: AssumeRole): Promise<IssuedCredentials> };

/** Where lines go, in order; and what the table knows of this writer. */
export type Trail = {
  /** Writes one line; returns when it is out. */
  write(line: string): void;
  /** Registers the writer at its first note, then notes how far it has come. */
  note(
    writer: string,
    last: { readonly seq: number; readonly hash: string },
    atMs: number,
  ): Promise<void>;
};

/** What holds for the whole table. */
export type Control = {
  /** What began before this is void; 0 if nothing is. */
  notBeforeMs(): Promise<number>;
  /** Key of page tokens and of ids that idempotency keys lead to, made when first asked for. */
  pageTokenKey(): Promise<Uint8Array>;
};

/** Seals where a list's page ended, so that nobody can read, forge or reuse it elsewhere. */
export type PageTokens = {
  /** `binding` is the caller and the query that the token is good for. */
  seal(after: string, binding: string): Promise<string>;
  /** `undefined`: not ours, changed, or of another caller or query. */
  open(token: string, binding: string): Promise<string | undefined>;
};

/** What an adapter of AWS, or a twin, makes of all of them. */
export type Ports = {
  readonly policies: Policies;
  readonly subjects: Subjects;
  readonly sessions: Sessions;
  readonly requests: Requests;
  readonly breakGlass: BreakGlasses;
  readonly revocations: Revocations;
  readonly credentials: Credentials;
  readonly trail: Trail;
  readonly control: Control;
  readonly clock: Clock;
  readonly random: Random;
  readonly timer: Timer;
};

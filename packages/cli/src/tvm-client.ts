import type { ExplainAnswer } from '@sentinel/core/contract/explain';
import type { HealthAnswer } from '@sentinel/core/contract/health';
import type { ProfilesAnswer } from '@sentinel/core/contract/profiles';
import type { Route, Schema } from '@sentinel/core/contract/route';
import type { SessionAnswer, SessionsAnswer } from '@sentinel/core/contract/sessions';
import type { VendAnswer } from '@sentinel/core/contract/vend';
import type { WhoamiAnswer } from '@sentinel/core/contract/whoami';

/**
 * The TVM said no, or was not reached. `status` is HTTP's, 0 where there was no answer;
 * `code` is the API's or one of `ClientCode`. Texts come from the server: show them by `visible`.
 */
export type Refused = {
  readonly ok: false;
  readonly status: number;
  readonly code: string;
  readonly message: string;
  /** The next step. */
  readonly help?: string;
  readonly requestId?: string;
  readonly retryAfterSeconds?: number;
};

export type Reply<T> = { readonly ok: true; readonly answer: T } | Refused;

/** What one vend asks for; a `sessionId` continues that session. */
export type VendAsk = {
  readonly profile: string;
  readonly durationSeconds?: number;
  readonly sessionId?: string;
  readonly justification?: string;
  readonly ticket?: string;
  /** Name of a narrower view of the profile. */
  readonly scope?: string;
};

type Read<S> = S extends Schema<infer A> ? A : never;

/** What a call brings, whatever the route. */
export type AnyInput = {
  readonly params?: object;
  readonly query?: object;
  readonly body?: object;
};

/** What a call of the route brings, by the route's own schemas. */
export type RouteInput<R extends Route> = AnyInput &
  (R extends { readonly params: Schema } ? { readonly params: Read<R['params']> } : unknown) &
  (R extends { readonly query: Schema } ? { readonly query?: Read<R['query']> } : unknown) &
  (R extends { readonly body: Schema } ? { readonly body: Read<R['body']> } : unknown);

/** Which sessions: the caller's own, or everybody's with `view: 'all'`. */
export type SessionsAsk = {
  readonly status?: SessionAnswer['status'];
  readonly profile?: string;
  readonly view?: 'mine' | 'all';
  /** 1..100. */
  readonly limit?: number;
  readonly pageToken?: string;
};

/** The TVM's API as the CLI uses it. Never throws: what fails is a `Refused`. */
export type TvmClient = {
  vend(ask: VendAsk, signal?: AbortSignal): Promise<Reply<VendAnswer>>;
  endSession(id: string, signal?: AbortSignal): Promise<Reply<SessionAnswer>>;
  profiles(): Promise<Reply<ProfilesAnswer>>;
  whoami(signal?: AbortSignal): Promise<Reply<WhoamiAnswer>>;
  explain(profile: string, subject?: string): Promise<Reply<ExplainAnswer>>;
  sessions(query: SessionsAsk): Promise<Reply<SessionsAnswer>>;
  session(id: string): Promise<Reply<SessionAnswer>>;
  health(): Promise<Reply<HealthAnswer>>;
  /** Calls any other route. One that takes an idempotency key is given a fresh one. */
  call<A, R extends Route<A>>(
    route: R & Route<A>,
    input: RouteInput<R>,
    signal?: AbortSignal,
  ): Promise<Reply<A>>;
};

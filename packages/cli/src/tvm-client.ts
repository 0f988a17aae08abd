import type { ExplainAnswer } from '@sentinel/core/contract/explain';
import type { HealthAnswer } from '@sentinel/core/contract/health';
import type { ProfilesAnswer } from '@sentinel/core/contract/profiles';
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
};

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
};

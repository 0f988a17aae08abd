import type { SessionCheckAnswer } from '@sentinel/core/contract/session-check';
import { isHolder } from '@sentinel/core/session/is-holder';
import { type Asking, askServer, type Verdict } from './ask-server.ts';
import { environmentKeys, type GuardKeys } from './environment-keys.ts';
import { placeOf } from './place-of.ts';
import { readSigner } from './read-signer.ts';

export type SessionGuardOptions = {
  /** Of the Sentinel server, https. */
  readonly url: string;
  /** That the server is in. */
  readonly region: string;
  /** The service's own, which may call the server; those of its Lambda function if left out. */
  readonly credentials?: GuardKeys | (() => Promise<GuardKeys>);
  /** In place of the global one. */
  readonly fetch?: Asking['fetch'];
  /** For how long a session that was found alive is taken to be, 0 to 5; 0 if left out. */
  readonly cacheSeconds?: number;
  /** Milliseconds since the epoch; the machine's clock if left out. */
  readonly nowMs?: () => number;
};

/** Whose session stands behind a request. Times in RFC 3339, UTC. */
export type GuardedSession = {
  readonly id: string;
  /** The caller's one name in Sentinel. */
  readonly subject: string;
  /** The person behind the subject. */
  readonly person: string;
  readonly profile: string;
  readonly roleArn: string;
  readonly via: string;
  readonly sourceIdentity: string;
  readonly expiresAt: string;
};

/**
 * `NO_LIVE_SESSION`: the caller has none (or an unknown, foreign, ended, expired or revoked one: no answer tells
 * which). `CHECK_FAILED`: nobody could tell.
 */
export type Guarded =
  | { readonly allowed: true; readonly session: GuardedSession }
  | {
      readonly allowed: false;
      /** Of HTTP, for the answer. */
      readonly status: 403 | 503;
      readonly code: 'NO_LIVE_SESSION' | 'CHECK_FAILED';
      /** For the caller. */
      readonly message: string;
      /** For the service's own log. */
      readonly detail: string;
    };

/** Takes the event of an HTTP API behind IAM authorization, payload format 2.0; never throws. */
export type SessionGuard = (event: unknown) => Promise<Guarded>;

type Kept = { readonly answer: SessionCheckAnswer; readonly untilMs: number };

const mostKept = 1000;

/**
 * Lets through only requests signed by keys that Sentinel vended and whose session is alive: asks the server about the
 * key that signed, and holds its answer against the signer's role, account and name. Whatever fails refuses.
 * Throws `TypeError` for options that are wrong.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-access-control-iam.html
 */
export function sessionGuard(options: SessionGuardOptions): SessionGuard {
  const { nowMs = Date.now, cacheSeconds = 0 } = options;
  const asking = askingOf(options, nowMs);
  const kept = new Map<string, Kept>();

  return async (event) => {
    const signer = readSigner(event);
    if (signer === undefined) return noSession('the event carries no IAM identity of a session');
    const verdict = await verdictOn(signer.accessKeyId);
    if (!('alive' in verdict)) {
      return verdict.isKnown ? noSession(verdict.detail) : failed(verdict.detail);
    }
    const session = { roleArn: verdict.role_arn, sourceIdentity: verdict.source_identity };
    if (!isHolder(signer, session) || verdict.account !== signer.accountId) {
      return noSession('the signer is not the one that the session was made for');
    }
    if (!(Date.parse(verdict.expires_at) > nowMs())) return noSession('the session is over');
    return { allowed: true, session: sessionOf(verdict) };
  };

  async function verdictOn(accessKeyId: string): Promise<SessionCheckAnswer | Verdict> {
    const found = kept.get(accessKeyId);
    const age = found === undefined ? 0 : found.untilMs - nowMs();
    // A clock that was set back must not make it last.
    if (found !== undefined && age > 0 && age <= cacheSeconds * 1000) return found.answer;
    kept.delete(accessKeyId);
    const answer = await askServer(accessKeyId, asking);
    if ('alive' in answer && cacheSeconds > 0) {
      if (kept.size >= mostKept) kept.clear();
      kept.set(accessKeyId, { answer, untilMs: nowMs() + cacheSeconds * 1000 });
    }
    return answer;
  }
}

function askingOf(options: SessionGuardOptions, nowMs: () => number): Asking {
  const { url, region, credentials = environmentKeys, cacheSeconds = 0 } = options;
  if (!/^[a-z]{2,4}(-[a-z]{2,12}){1,2}-\d{1,2}$/.test(region)) {
    throw new TypeError('`region` is one of AWS, such as `eu-west-1`');
  }
  if (!Number.isInteger(cacheSeconds) || cacheSeconds < 0 || cacheSeconds > 5) {
    throw new TypeError('`cacheSeconds` is a whole number from 0 to 5');
  }
  return {
    place: placeOf(url),
    region,
    keys: typeof credentials === 'function' ? credentials : async () => credentials,
    fetch: options.fetch ?? ((input, init) => fetch(input, init)),
    nowMs,
  };
}

function sessionOf(answer: SessionCheckAnswer): GuardedSession {
  return {
    id: answer.session_id,
    subject: answer.subject,
    person: answer.person,
    profile: answer.profile,
    roleArn: answer.role_arn,
    via: answer.via,
    sourceIdentity: answer.source_identity,
    expiresAt: answer.expires_at,
  };
}

function noSession(detail: string): Guarded {
  const message = 'this takes credentials of a Sentinel session that is alive';
  return { allowed: false, status: 403, code: 'NO_LIVE_SESSION', message, detail };
}

function failed(detail: string): Guarded {
  const message = 'whether your session is alive cannot be told now';
  return { allowed: false, status: 503, code: 'CHECK_FAILED', message, detail };
}

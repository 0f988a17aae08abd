import type { VendAnswer } from '@sentinel/core/contract/vend';
import type { Code } from '@sentinel/core/reasons';
import type { ClientCode } from '../failure.ts';
import type { Refused, Reply } from '../tvm-client.ts';
import { backoff, refreshAt, refusalKeptMs } from './schedule.ts';

/** What the endpoint holds: the last credentials, and how the last try to renew them went. */
export type Holding = {
  readonly answer: VendAnswer;
  readonly expiresAtMs: number;
  /** The server's "no", which stands until it says otherwise. */
  readonly refused?: Refused;
  /** The world's failure, which leaves what is held as good as it was. */
  readonly failed?: Refused;
  /** In a row. */
  readonly failures: number;
  /** Not to be asked before. */
  readonly askAtMs: number;
};

export type Now = { readonly nowMs: number; readonly chance: number; readonly minLeftMs: number };

/** What a client is to be told. */
export type View =
  | { readonly kind: 'credentials'; readonly answer: VendAnswer }
  | { readonly kind: 'refused' | 'unavailable'; readonly why: Refused };

/** What is held after a vend; a `Refused` if it is of no use. */
export function hold(answer: VendAnswer, now: Now): Holding | Refused {
  const expiresAtMs = Date.parse(answer.Expiration);
  if (Number.isNaN(expiresAtMs)) {
    return nonsense('the server answered credentials without a readable expiry');
  }
  if (expiresAtMs <= now.nowMs) {
    return nonsense(
      "the server answered credentials that have expired by this machine's clock: is it right?",
    );
  }
  const life = { issuedAtMs: now.nowMs, expiresAtMs, minLeftMs: now.minLeftMs };
  return { answer, expiresAtMs, failures: 0, askAtMs: refreshAt(life, now.chance) };
}

/** What is held after a try to renew. */
export function renew(held: Holding, reply: Reply<VendAnswer>, now: Now): Holding {
  if (reply.ok) {
    const next = hold(reply.answer, now);
    return 'answer' in next ? next : afterFailure(held, next, now);
  }
  return isFinal(reply) ? afterRefusal(held, reply, now) : afterFailure(held, reply, now);
}

/** What to tell a client now. */
export function view(held: Holding, nowMs: number): View {
  if (held.refused !== undefined) return { kind: 'refused', why: held.refused };
  if (nowMs < held.expiresAtMs) return { kind: 'credentials', answer: held.answer };
  return { kind: 'unavailable', why: held.failed ?? expired };
}

/** When to ask without being asked; `undefined`: only when a client comes. */
export function wakeAt(held: Holding, nowMs: number): number | undefined {
  if (held.refused !== undefined) return undefined;
  if (held.failed !== undefined && nowMs >= held.expiresAtMs) return undefined;
  return held.askAtMs;
}

/**
 * Codes that may come with a 4xx and are no decision about the person: too many calls, a sign-in that ran out,
 * a gateway in between. Until they expire, the credentials held are as good as before.
 */
const undecided: ReadonlySet<string> = new Set<Code | ClientCode>([
  'RATE_LIMITED',
  'IAM_AUTH_REQUIRED',
  'GATEWAY_FORBIDDEN',
  'SIGN_IN_EXPIRED',
  'NO_BASE_CREDENTIALS',
  'CLOCK_SKEW',
  'UNREACHABLE',
  'UNAVAILABLE',
  'UNTRUSTED_SERVER',
  'REDIRECTED',
  'BAD_ANSWER',
  'CANCELLED',
]);

/** Whether a refusal is the server's decision about the person. */
function isFinal({ status, code }: Refused): boolean {
  return status >= 400 && status < 500 && !undecided.has(code);
}

function afterRefusal(held: Holding, refused: Refused, now: Now): Holding {
  const { failed: _, ...rest } = held;
  return { ...rest, refused, failures: 0, askAtMs: now.nowMs + refusalKeptMs };
}

function afterFailure(held: Holding, failed: Refused, now: Now): Holding {
  const failures = held.failures + 1;
  const isStillGood = held.refused === undefined && now.nowMs < held.expiresAtMs;
  const waitMs = backoff(failures, isStillGood, now.chance);
  const askedMs = (failed.retryAfterSeconds ?? 0) * 1_000;
  return { ...held, failed, failures, askAtMs: now.nowMs + Math.max(waitMs, askedMs) };
}

function nonsense(message: string): Refused {
  return { ok: false, status: 0, code: 'BAD_ANSWER', message };
}

const expired: Refused = {
  ok: false,
  status: 0,
  code: 'UNAVAILABLE',
  message: 'the credentials have expired and new ones are being asked for',
};

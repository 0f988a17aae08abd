import { routes } from '@sentinel/core/contract/index';
import type { Route } from '@sentinel/core/contract/route';
import { CliError } from './failure.ts';
import type { Endpoint } from './server/endpoint.ts';
import {
  defaultLimits,
  type HttpAnswer,
  type Limits,
  type NoAnswer,
  send,
} from './server/https.ts';
import { noAnswerRefusal, readAnswer, refused } from './server/read-answer.ts';
import { type SigningKeys, sign } from './server/signing.ts';
import type { AnyInput, Refused, Reply, SessionsAsk, TvmClient, VendAsk } from './tvm-client.ts';

/** What the client works with. */
export type ClientParts = {
  readonly endpoint: Endpoint;
  /** Base credentials, fresh at each call. Throws `CliError`. */
  readonly base: () => Promise<SigningKeys>;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly nowMs: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  /** A key that no other call has, 1 to 128 visible characters. */
  readonly newKey: () => string;
  readonly limits?: Limits;
};

type Call = AnyInput & {
  readonly signal?: AbortSignal | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  /** Whether doing it twice is no more than doing it once. */
  readonly isRepeatable: boolean;
};

/** How long to wait before the one further try, where the server does not say. */
const pauseMs = 300;
const longestPauseMs = 3_000;

/**
 * The TVM's API over signed https. A call is tried twice at most, and only where that is safe: when no byte
 * of it left this machine, when the TVM itself answered 503 (nothing was vended), or, for calls that may be
 * repeated, when the answer was lost: those that read, and those whose idempotency key tells the server of the
 * first try. A vend that opens a session may not: its answer may be lost, not its effect.
 */
export function createClient(parts: ClientParts): TvmClient {
  const get = { isRepeatable: true } as const;
  return {
    vend: (ask, signal) =>
      call(
        routes.vend,
        { body: vendBody(ask), signal, isRepeatable: ask.sessionId !== undefined },
        parts,
      ),
    endSession: (id, signal) =>
      call(routes.endSession, { params: { id }, signal, isRepeatable: true }, parts),
    profiles: () => call(routes.profiles, get, parts),
    whoami: (signal) => call(routes.whoami, { ...get, signal }, parts),
    explain: (profile, subject) =>
      call(routes.explain, { ...get, query: { profile, subject } }, parts),
    sessions: (ask) => call(routes.sessions, { ...get, query: sessionsQuery(ask) }, parts),
    session: (id) => call(routes.sessionById, { ...get, params: { id } }, parts),
    health: () => call(routes.health, get, parts),
    call: (route, input: AnyInput, signal) =>
      call(route, { ...input, ...onceOnly(route, parts), signal }, parts),
  };
}

/** The key is made before the first try, and goes with both. */
function onceOnly(route: Route, { newKey }: ClientParts): Pick<Call, 'headers' | 'isRepeatable'> {
  if (route.keyed) return { headers: { 'idempotency-key': newKey() }, isRepeatable: true };
  return { isRepeatable: route.method !== 'POST' };
}

function vendBody(ask: VendAsk): Readonly<Record<string, unknown>> {
  return {
    profile: ask.profile,
    duration: ask.durationSeconds,
    session_id: ask.sessionId,
    justification: ask.justification,
    ticket: ask.ticket,
    scope: ask.scope,
  };
}

function sessionsQuery(ask: SessionsAsk): Readonly<Record<string, string | undefined>> {
  return {
    limit: ask.limit?.toString(),
    page_token: ask.pageToken,
    status: ask.status,
    profile: ask.profile,
    view: ask.view,
  };
}

async function call<A>(route: Route<A>, input: Call, parts: ClientParts): Promise<Reply<A>> {
  try {
    const first = await attempt(route, input, parts);
    const waitMs = pauseBeforeRetry(first, input.isRepeatable);
    if (waitMs === undefined || input.signal?.aborted) return readOutcome(route, first, parts);
    await parts.sleep(waitMs);
    return readOutcome(route, await attempt(route, input, parts), parts);
  } catch (error) {
    if (error instanceof CliError) return asRefused(error);
    throw error;
  }
}

async function attempt(
  route: Route,
  input: Call,
  parts: ClientParts,
): Promise<HttpAnswer | NoAnswer> {
  const { endpoint, env, limits = defaultLimits } = parts;
  const keys = await parts.base();
  const signed = await sign(
    {
      method: route.method,
      path: pathOf(route.path, input.params ?? {}),
      query: present(input.query ?? {}),
      headers: input.headers ?? {},
      ...(input.body === undefined ? {} : { body: JSON.stringify(input.body) }),
    },
    keys,
    { endpoint, nowMs: parts.nowMs() },
  );
  const signal = input.signal === undefined ? {} : { signal: input.signal };
  return send(signed, { endpoint, env, limits, ...signal });
}

function readOutcome<A>(
  route: Route<A>,
  outcome: HttpAnswer | NoAnswer,
  parts: ClientParts,
): Reply<A> {
  const asked = { endpoint: parts.endpoint, nowMs: parts.nowMs() };
  return 'failed' in outcome
    ? noAnswerRefusal(outcome, asked)
    : readAnswer(route.answer(), outcome, asked);
}

// `undefined`: no further try.
function pauseBeforeRetry(
  outcome: HttpAnswer | NoAnswer,
  isRepeatable: boolean,
): number | undefined {
  if ('failed' in outcome) {
    const isSafe = outcome.failed === 'unsent' || (outcome.failed === 'lost' && isRepeatable);
    return isSafe && outcome.reason !== 'ETIMEDOUT' ? pauseMs : undefined;
  }
  if (outcome.status !== 503) return undefined;
  if (!isRepeatable && !outcome.body.includes('"DEPENDENCY_UNAVAILABLE"')) return undefined;
  const seconds = Number(outcome.headers['retry-after'] ?? 0);
  const waitMs = Math.max(pauseMs, seconds * 1000);
  return waitMs <= longestPauseMs ? waitMs : undefined;
}

function pathOf(path: string, params: object): string {
  const values = new Map(Object.entries(params));
  return path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = String(values.get(name) ?? '');
    if (!/^[A-Za-z0-9_-]+$/.test(value)) throw new CliError('USAGE', `\`${value}\` is not an id`);
    return value;
  });
}

function present(query: object): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(query).flatMap(([key, value]) =>
      value === undefined ? [] : [[key, String(value)]],
    ),
  );
}

function asRefused(error: CliError): Refused {
  return refused(
    0,
    error.code,
    error.message,
    error.help === undefined ? {} : { help: error.help },
  );
}

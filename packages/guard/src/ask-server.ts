import { errorAnswer } from '@sentinel/core/contract/error';
import {
  type SessionCheckAnswer,
  sessionCheck,
  sessionCheckAnswer,
} from '@sentinel/core/contract/session-check';
import type { GuardKeys } from './environment-keys.ts';
import type { Place } from './place-of.ts';
import { signedHeaders } from './signed-headers.ts';

/** How the server is asked. */
export type Asking = {
  readonly place: Place;
  readonly region: string;
  readonly keys: () => Promise<GuardKeys>;
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  readonly nowMs: () => number;
};

/** Why there is no session; `isKnown`: the server said so. */
export type Verdict = { readonly isKnown: boolean; readonly detail: string };

const patienceMs = 2000;
const maxBytes = 16_384;

/** By which the server says that there is no session, or none any more. */
const saysNo: ReadonlyMap<string, number> = new Map([
  ['NOT_FOUND', 404],
  ['SESSION_REVOKED', 403],
  ['CONFLICT', 409],
]);

/** Asks whose a key is, once. Whatever comes that is not the server's own answer tells nothing; never throws. */
export async function askServer(
  accessKeyId: string,
  asking: Asking,
): Promise<SessionCheckAnswer | Verdict> {
  const signal = AbortSignal.timeout(patienceMs);
  const { promise: tooLate, reject } = Promise.withResolvers<never>();
  signal.addEventListener('abort', () => reject(new Error(`no answer within ${patienceMs} ms`)));
  try {
    // Raced, because a `fetch` of somebody's own may not heed the signal.
    return await Promise.race([exchange(accessKeyId, asking, signal), tooLate]);
  } catch (error) {
    // A parser's words quote what it read.
    const isForeign = !(error instanceof Error) || error instanceof SyntaxError;
    return { isKnown: false, detail: isForeign ? 'what came is no answer' : error.message };
  }
}

async function exchange(
  accessKeyId: string,
  asking: Asking,
  signal: AbortSignal,
): Promise<SessionCheckAnswer | Verdict> {
  const { place } = asking;
  const path = `${place.basePath}${sessionCheck.path}`;
  const query = { access_key_id: accessKeyId };
  const headers = await signedHeaders({ path, query }, asking);
  const response = await asking.fetch(`${place.origin}${path}?access_key_id=${accessKeyId}`, {
    method: 'GET',
    headers,
    redirect: 'manual',
    signal,
  });
  if (response.redirected) return { isKnown: false, detail: 'it was asked of somebody else' };
  const body = await readJson(response);
  if (response.status === 200) {
    const answer = sessionCheckAnswer().safeParse(body);
    return answer.success
      ? answer.data
      : { isKnown: false, detail: 'the answer is not of its form' };
  }
  const refusal = errorAnswer().safeParse(body);
  const code = refusal.success ? refusal.data.Code : '';
  return {
    isKnown: saysNo.get(code) === response.status,
    detail: `HTTP ${response.status}${/^[A-Z_]{1,64}$/.test(code) ? ` ${code}` : ''}`,
  };
}

async function readJson(response: Response): Promise<unknown> {
  if (!/^application\/json(;|$)/.test(response.headers.get('content-type') ?? '')) {
    await response.body?.cancel();
    return undefined;
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > maxBytes) throw new Error('the answer is too large');
    chunks.push(chunk);
  }
  return JSON.parse(Buffer.concat(chunks).toString('utf8'));
}

import { createHash, createHmac } from 'node:crypto';
import type { Authorization } from './authorization.ts';
import { canonicalRequest } from './canonical-request.ts';
import { sameText } from './same-text.ts';
import { signingKey } from './signing-key.ts';
import { stringToSign } from './string-to-sign.ts';
import { headerValues, type WireRequest } from './wire-request.ts';

/** What signs for an access key; `sessionToken` where the key is temporary. */
export type Secret = { readonly secretAccessKey: string; readonly sessionToken?: string };

export type Verification = {
  /** The signing name of the service, such as `execute-api`. */
  readonly service: string;
  readonly region: string;
  readonly nowMs: number;
  readonly findSecret: (accessKeyId: string) => Secret | undefined;
};

export type RefusalReason =
  /** No `Authorization` header. */
  | 'missing'
  /** A part that cannot be read, is doubled, or is signed for and absent. */
  | 'malformed'
  /** `X-Amz-*` in the query string: presigned URLs are not accepted. */
  | 'presigned'
  | 'unknown-key'
  /** Another Region, service or day. */
  | 'wrong-scope'
  /** Dated more than five minutes from now, before or after. */
  | 'stale'
  | 'unsigned-host'
  /** An `X-Amz-*` header that the signature does not cover. */
  | 'unsigned-header'
  /** A session token that is missing, not signed, or not of this key. */
  | 'bad-token'
  /** The body is not the one that `X-Amz-Content-Sha256` names. */
  | 'body-mismatch'
  | 'mismatch';

export type Verified =
  | { readonly ok: true; readonly accessKeyId: string; readonly signedHeaders: readonly string[] }
  | { readonly ok: false; readonly reason: RefusalReason };

/** What a request says of its signature, in its headers or in its query string. */
export type Claim = {
  readonly authorization: Authorization;
  /** `YYYYMMDDTHHMMSSZ`. */
  readonly amzDate: string;
  /** When it holds, both included. */
  readonly fromMs: number;
  readonly untilMs: number;
  /** Those that are signed, decoded. */
  readonly parameters: readonly (readonly [name: string, value: string])[];
  readonly tokens: readonly string[];
};

/** Verifies what a request claims of its signature. */
export function verifyClaim(request: WireRequest, claim: Claim, against: Verification): Verified {
  const { authorization, amzDate, parameters } = claim;
  if (!isPlainTarget(request.target)) return refused('malformed');
  const uncovered = uncoveredHeader(request, authorization);
  if (uncovered !== undefined) return refused(uncovered);
  const { scope, signedHeaders, accessKeyId } = authorization;
  if (scope.region !== against.region || scope.service !== against.service) {
    return refused('wrong-scope');
  }
  if (scope.date !== amzDate.slice(0, 8)) return refused('wrong-scope');
  if (against.nowMs < claim.fromMs || against.nowMs > claim.untilMs) return refused('stale');

  const bodyHash = createHash('sha256').update(request.body).digest('hex');
  if (headerValues(request, 'x-amz-content-sha256').some((claimed) => claimed !== bodyHash)) {
    return refused('body-mismatch');
  }
  const canonical = canonicalRequest(request, { parameters, signedHeaders, bodyHash });
  if (canonical === undefined) return refused('malformed');

  const secret = against.findSecret(accessKeyId);
  if (secret === undefined) return refused('unknown-key');
  if (!isTokenOf(secret, claim.tokens)) return refused('bad-token');
  const expected = createHmac('sha256', signingKey(secret.secretAccessKey, scope))
    .update(stringToSign(amzDate, scope, canonical))
    .digest('hex');
  if (!sameText(authorization.signature, expected)) return refused('mismatch');
  return { ok: true, accessKeyId, signedHeaders };
}

export function refused(reason: RefusalReason): Verified {
  return { ok: false, reason };
}

function isPlainTarget(target: string): boolean {
  return target.startsWith('/') && !/[\s#]/.test(target);
}

function uncoveredHeader(
  request: WireRequest,
  { signedHeaders }: Authorization,
): RefusalReason | undefined {
  if (!signedHeaders.includes('host')) return 'unsigned-host';
  // Of two hosts a proxy and a handler may each believe another one.
  if (headerValues(request, 'host').length !== 1) return 'malformed';
  const names = request.headers.map(([name]) => name.toLowerCase());
  const open = names.filter((name) => name.startsWith('x-amz-') && !signedHeaders.includes(name));
  if (open.includes('x-amz-security-token')) return 'bad-token';
  return open.length > 0 ? 'unsigned-header' : undefined;
}

function isTokenOf(secret: Secret, tokens: readonly string[]): boolean {
  if (secret.sessionToken === undefined) return tokens.length === 0;
  const [token, ...others] = tokens;
  return token !== undefined && others.length === 0 && sameText(token, secret.sessionToken);
}

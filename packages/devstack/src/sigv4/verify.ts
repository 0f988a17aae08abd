import { createHash, createHmac } from 'node:crypto';
import { parseAmzDate } from './amz-date.ts';
import { type Authorization, parseAuthorization } from './authorization.ts';
import { parseQuery } from './canonical-query.ts';
import { canonicalRequest } from './canonical-request.ts';
import { sameText } from './same-text.ts';
import { signingKey } from './signing-key.ts';
import { stringToSign } from './string-to-sign.ts';
import { headerValues, splitTarget, type WireRequest } from './wire-request.ts';

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

const toleranceMs = 5 * 60 * 1000;

/**
 * Verifies a request signed in its headers by Signature Version 4, with paths encoded twice (as all
 * services but S3 do).
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html
 */
export function verify(request: WireRequest, against: Verification): Verified {
  const parameters = parseQuery(splitTarget(request.target).query);
  const authorizations = headerValues(request, 'authorization');
  if (parameters?.some(isSigning)) return refused('presigned');
  if (authorizations.length === 0) return refused('missing');

  const authorization = parseAuthorization(only(authorizations) ?? '');
  const amzDate = only(headerValues(request, 'x-amz-date')) ?? '';
  const dateMs = parseAmzDate(amzDate);
  if (!isPlainTarget(request.target) || parameters === undefined) return refused('malformed');
  if (authorization === undefined || dateMs === undefined) return refused('malformed');

  const uncovered = uncoveredHeader(request, authorization);
  if (uncovered !== undefined) return refused(uncovered);
  const { scope, signedHeaders, accessKeyId } = authorization;
  if (scope.region !== against.region || scope.service !== against.service) {
    return refused('wrong-scope');
  }
  if (scope.date !== amzDate.slice(0, 8)) return refused('wrong-scope');
  if (Math.abs(against.nowMs - dateMs) > toleranceMs) return refused('stale');

  const bodyHash = createHash('sha256').update(request.body).digest('hex');
  if (headerValues(request, 'x-amz-content-sha256').some((claimed) => claimed !== bodyHash)) {
    return refused('body-mismatch');
  }
  const canonical = canonicalRequest(request, { parameters, signedHeaders, bodyHash });
  if (canonical === undefined) return refused('malformed');

  const secret = against.findSecret(accessKeyId);
  if (secret === undefined) return refused('unknown-key');
  if (!isTokenOf(secret, request)) return refused('bad-token');
  const expected = createHmac('sha256', signingKey(secret.secretAccessKey, scope))
    .update(stringToSign(amzDate, scope, canonical))
    .digest('hex');
  if (!sameText(authorization.signature, expected)) return refused('mismatch');
  return { ok: true, accessKeyId, signedHeaders };
}

function refused(reason: RefusalReason): Verified {
  return { ok: false, reason };
}

function only(values: readonly string[]): string | undefined {
  return values.length === 1 ? values[0] : undefined;
}

function isPlainTarget(target: string): boolean {
  return target.startsWith('/') && !/[\s#]/.test(target);
}

function isSigning([name]: readonly [name: string, value: string]): boolean {
  return name.toLowerCase().startsWith('x-amz-');
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

function isTokenOf(secret: Secret, request: WireRequest): boolean {
  const tokens = headerValues(request, 'x-amz-security-token');
  if (secret.sessionToken === undefined) return tokens.length === 0;
  const token = only(tokens);
  return token !== undefined && sameText(token, secret.sessionToken);
}

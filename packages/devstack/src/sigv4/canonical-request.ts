import { canonicalHeaders } from './canonical-headers.ts';
import { canonicalPath } from './canonical-path.ts';
import { canonicalQuery } from './canonical-query.ts';
import { splitTarget, type WireRequest } from './wire-request.ts';

export type CanonicalParts = {
  /** Decoded parameters of the query string. */
  readonly parameters: readonly (readonly [string, string])[];
  readonly signedHeaders: readonly string[];
  /** Of the received body: 64 lower-case hex characters. */
  readonly bodyHash: string;
};

/**
 * The canonical request as a byte string; `undefined` where a signed header is not in the request.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function canonicalRequest(request: WireRequest, parts: CanonicalParts): string | undefined {
  const headers = canonicalHeaders(request, parts.signedHeaders);
  if (headers === undefined) return undefined;
  return [
    request.method,
    canonicalPath(splitTarget(request.target).path),
    canonicalQuery(parts.parameters),
    headers,
    parts.signedHeaders.join(';'),
    parts.bodyHash,
  ].join('\n');
}

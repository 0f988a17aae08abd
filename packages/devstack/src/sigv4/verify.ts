import { parseAmzDate } from './amz-date.ts';
import { parseAuthorization } from './authorization.ts';
import { parseQuery } from './canonical-query.ts';
import { refused, type Verification, type Verified, verifyClaim } from './verify-claim.ts';
import { headerValues, splitTarget, type WireRequest } from './wire-request.ts';

export type { RefusalReason, Secret, Verification, Verified } from './verify-claim.ts';

/** So far a request's date may be from now, before or after. */
export const toleranceMs = 5 * 60 * 1000;

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
  if (parameters === undefined || authorization === undefined || dateMs === undefined) {
    return refused('malformed');
  }
  const claim = {
    authorization,
    amzDate,
    fromMs: dateMs - toleranceMs,
    untilMs: dateMs + toleranceMs,
    parameters,
    tokens: headerValues(request, 'x-amz-security-token'),
  };
  return verifyClaim(request, claim, against);
}

function only(values: readonly string[]): string | undefined {
  return values.length === 1 ? values[0] : undefined;
}

/** Of a signature in the query string, by its name. */
export function isSigning([name]: readonly [name: string, value: string]): boolean {
  return name.toLowerCase().startsWith('x-amz-');
}

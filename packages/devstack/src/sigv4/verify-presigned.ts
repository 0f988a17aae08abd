import { parseAmzDate } from './amz-date.ts';
import { parseAuthorization } from './authorization.ts';
import { parseQuery } from './canonical-query.ts';
import { isSigning, toleranceMs } from './verify.ts';
import { refused, type Verification, type Verified, verifyClaim } from './verify-claim.ts';
import { headerValues, splitTarget, type WireRequest } from './wire-request.ts';

const signature = 'X-Amz-Signature';
const securityToken = 'X-Amz-Security-Token';
const needed = [
  'X-Amz-Algorithm',
  'X-Amz-Credential',
  'X-Amz-Date',
  'X-Amz-Expires',
  'X-Amz-SignedHeaders',
  signature,
];

/** A week. */
const longestSeconds = 604_800;

/** Whether a request carries its signature in its query string. */
export function isPresigned(request: WireRequest): boolean {
  return parseQuery(splitTarget(request.target).query)?.some(isSigning) ?? false;
}

/**
 * Verifies a request signed in its query string. A parameter of the signature that stands twice, in other case, or is
 * not known is refused, where AWS may take one of them.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function verifyPresigned(request: WireRequest, against: Verification): Verified {
  const all = parseQuery(splitTarget(request.target).query);
  if (all === undefined || headerValues(request, 'authorization').length > 0) {
    return refused('malformed');
  }
  const signing = new Map(all.filter(isSigning));
  const names = [...signing.keys()];
  const isEachOnce = all.filter(isSigning).length === signing.size;
  const isEachKnown = names.every((name) => needed.includes(name) || name === securityToken);
  const value = (name: string) => signing.get(name) ?? '';
  const authorization = parseAuthorization(
    `${value('X-Amz-Algorithm')} Credential=${value('X-Amz-Credential')}, ` +
      `SignedHeaders=${value('X-Amz-SignedHeaders')}, Signature=${value(signature)}`,
  );
  const amzDate = value('X-Amz-Date');
  const dateMs = parseAmzDate(amzDate);
  const seconds = /^[1-9]\d{0,5}$/.test(value('X-Amz-Expires'))
    ? Number(value('X-Amz-Expires'))
    : 0;
  if (!isEachOnce || !isEachKnown || authorization === undefined || dateMs === undefined) {
    return refused('malformed');
  }
  if (seconds < 1 || seconds > longestSeconds) return refused('malformed');
  const token = signing.get(securityToken);
  const claim = {
    authorization,
    amzDate,
    fromMs: dateMs - toleranceMs,
    untilMs: dateMs + seconds * 1000,
    parameters: all.filter(([name]) => name !== signature),
    tokens: token === undefined ? [] : [token],
  };
  return verifyClaim(request, claim, against);
}

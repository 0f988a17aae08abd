import type { Iam } from '../iam/iam.ts';
import type { Principal } from '../iam/principal.ts';
import { type RefusalReason, verify } from '../sigv4/verify.ts';
import { isPresigned, verifyPresigned } from '../sigv4/verify-presigned.ts';
import type { WireRequest } from '../sigv4/wire-request.ts';

/** Why a signature was not accepted; `expired`: its session is over. */
export type Unauthenticated = RefusalReason | 'expired';

export type Authenticated =
  | { readonly ok: true; readonly principal: Principal; readonly accessKeyId: string }
  | { readonly ok: false; readonly reason: Unauthenticated };

/** Who signed a request for this service and Region, by the keys that `iam` knows. */
export function authenticate(
  request: WireRequest,
  against: {
    readonly iam: Iam;
    readonly service: string;
    readonly region: string;
    readonly nowMs: number;
    /** Whether a signature in the query string is taken. */
    readonly takesPresigned?: boolean;
  },
): Authenticated {
  const { iam, service, region, nowMs } = against;
  const verifying = against.takesPresigned && isPresigned(request) ? verifyPresigned : verify;
  const verified = verifying(request, { service, region, nowMs, findSecret: iam.findKey });
  if (!verified.ok) return verified;
  const key = iam.findKey(verified.accessKeyId);
  if (key === undefined) return { ok: false, reason: 'unknown-key' };
  if (key.expiresAtMs !== undefined && key.expiresAtMs <= nowMs) {
    return { ok: false, reason: 'expired' };
  }
  return { ok: true, principal: key.principal, accessKeyId: verified.accessKeyId };
}

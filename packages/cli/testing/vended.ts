import type { VendAnswer } from '@sentinel/core/contract/vend';
import type { Refused, Reply } from '../src/tvm-client.ts';

/** 2026-01-25T13:30:00Z */
export const startMs = Date.UTC(2026, 0, 25, 13, 30);

export const minute = 60_000;

export type VendedParts = {
  readonly leftMs?: number;
  readonly endsInMs?: number;
  readonly sessionId?: string;
  readonly serial?: number;
  readonly region?: string;
  readonly nowMs?: number;
};

/** An answer of the server at `nowMs` (the start, if left out), an hour long. */
export function vended(parts: VendedParts = {}): VendAnswer {
  const { leftMs = 60 * minute, nowMs = startMs, serial = 1, endsInMs, region } = parts;
  return {
    AccessKeyId: `ASIASENTINELTEST${String(serial).padStart(4, '0')}`,
    SecretAccessKey: `canary-secret-${serial}`,
    Token: `canary-token-${serial}`,
    Expiration: utc(nowMs + leftMs),
    AccountId: '111122223333',
    RoleArn: 'arn:aws:iam::111122223333:role/SentinelProtected-Production',
    Sentinel: {
      RequestId: '00000000000000aa',
      SessionId: parts.sessionId ?? '00000000000000a1',
      SourceIdentity: 'sentinel.direct.00000000000000a1.alice',
      Rule: 'oncall',
      Via: 'direct',
      ...(region !== undefined && { Region: region }),
      ...(endsInMs !== undefined && { EndsAt: utc(nowMs + endsInMs) }),
    },
  };
}

export function yes(parts: VendedParts = {}): Reply<VendAnswer> {
  return { ok: true, answer: vended(parts) };
}

export function no(code: string, status: number, message = `said ${code}`): Refused {
  return { ok: false, status, code, message };
}

function utc(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d{3}Z$/, 'Z');
}

import { proofSeconds } from './proof.ts';

/** A client's clock may be so far ahead of ours. */
const aheadMs = 5000;

/**
 * Whether a proof of this date (`YYYYMMDDTHHMMSSZ`) is good at `nowMs`. Ours to tell: STS takes a presigned request
 * for longer than its `X-Amz-Expires` says.
 */
export function isFresh(date: string, nowMs: number): boolean {
  const iso = date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6.000Z');
  const atMs = Date.parse(iso);
  // The 30th of February is read as a day of March: only what prints the same is a moment.
  if (!Number.isFinite(atMs) || new Date(atMs).toISOString() !== iso) return false;
  const ageMs = nowMs - atMs;
  return ageMs >= -aheadMs && ageMs <= proofSeconds * 1000;
}

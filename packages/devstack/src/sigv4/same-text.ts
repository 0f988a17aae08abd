import { createHash, timingSafeEqual } from 'node:crypto';

/** Whether two secrets are the same, in time that does not depend on where they differ nor on their lengths. */
export function sameText(a: string, b: string): boolean {
  return timingSafeEqual(digest(a), digest(b));
}

function digest(text: string): Uint8Array {
  return createHash('sha256').update(text).digest();
}

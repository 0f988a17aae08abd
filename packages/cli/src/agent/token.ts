import { hash, randomBytes, timingSafeEqual } from 'node:crypto';

/** A bearer token of 256 random bits. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

/** Compares in constant time, whatever the lengths: hashes are compared, not texts. */
export function isSameToken(presented: string, expected: string): boolean {
  return timingSafeEqual(digest(presented), digest(expected));
}

function digest(text: string): Uint8Array {
  return hash('sha256', text, 'buffer');
}

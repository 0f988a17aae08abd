/** `length` random bytes. */
export type RandomBytes = (length: number) => Uint8Array;

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/**
 * An id as IAM makes them: four letters of kind (`AIDA`, `AROA`, `AKIA`, `ASIA`), then random ones.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
 */
export function uniqueId(kind: string, length: number, random: RandomBytes): string {
  const rest = Array.from(random(length - kind.length), (byte) => letters[byte % 32] ?? '');
  return kind + rest.join('');
}

/** A secret access key: 40 characters. */
export function secretKey(random: RandomBytes): string {
  return Buffer.from(random(30)).toString('base64');
}

/** A session token; opaque, as AWS promises nothing of its form. */
export function sessionToken(random: RandomBytes): string {
  return Buffer.from(random(240)).toString('base64');
}

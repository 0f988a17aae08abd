import type { Via } from '../entitlement.ts';
import type { Sha256 } from '../ports.ts';
import type { SessionId } from '../session/session.ts';
import type { SubjectId } from './subject.ts';

/** 5 bits a character: 13 of them hold 65 bits. */
const alphabet = 'abcdefghijklmnopqrstuvwxyz234567';

/**
 * The user part of what is stamped on AWS: the subject without the directory's domain, 2 to 27 characters of
 * `[a-z0-9_+@.-]`. What is changed, longer or shorter, or without the domain while one is set, keeps its first
 * 13 characters and gets `=` with 65 bits of the subject's SHA-256, so that no two subjects share one.
 * For people to read: nothing authorises by it.
 */
export function userPart(subject: SubjectId, domain: string | undefined, sha256: Sha256): string {
  const suffix = domain === undefined ? '' : `@${domain}`;
  const hasDomain = subject.endsWith(suffix);
  const name = hasDomain ? subject.slice(0, subject.length - suffix.length) : subject;
  const clean = name.replace(/[^a-z0-9_+@.-]/g, '_');
  if (hasDomain && clean === name && clean.length >= 2 && clean.length <= 27) return clean;
  return `${clean.slice(0, 13)}=${base32(sha256(subject)).slice(0, 13)}`;
}

/**
 * `sentinel.<via>.<session id>.<user part>`: fixed fields first, so that an IAM pattern such as
 * `sentinel.approved.*` is a prefix that no name can forge. At most 64 characters.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 */
export function sourceIdentity(via: Via, sessionId: SessionId, user: string): string {
  return `sentinel.${via}.${sessionId}.${user}`;
}

function base32(bytes: Uint8Array): string {
  let text = '';
  let buffer = 0;
  let bits = 0;
  for (const byte of bytes) {
    buffer = (buffer << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += alphabet.charAt((buffer >>> bits) & 31);
    }
    buffer &= (1 << bits) - 1;
  }
  return text;
}

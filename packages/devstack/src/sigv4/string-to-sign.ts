import { createHash } from 'node:crypto';
import type { CredentialScope } from './authorization.ts';

/** The text that is signed: algorithm, date, scope and the hash of the canonical request (a byte string). */
export function stringToSign(amzDate: string, scope: CredentialScope, canonical: string): string {
  return [
    'AWS4-HMAC-SHA256',
    amzDate,
    `${scope.date}/${scope.region}/${scope.service}/aws4_request`,
    createHash('sha256').update(canonical, 'latin1').digest('hex'),
  ].join('\n');
}

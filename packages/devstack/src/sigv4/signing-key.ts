import { createHmac } from 'node:crypto';
import type { CredentialScope } from './authorization.ts';

/** The key that signs within one scope, derived from a secret access key. */
export function signingKey(secretAccessKey: string, scope: CredentialScope): Uint8Array {
  const steps = [scope.date, scope.region, scope.service, 'aws4_request'];
  return steps.reduce<Uint8Array>(hmac, Buffer.from(`AWS4${secretAccessKey}`));
}

function hmac(key: Uint8Array, text: string): Uint8Array {
  return createHmac('sha256', key).update(text).digest();
}

import type { Proof } from '../src/token/proof.ts';

/** A proof for `orders.example.com`, dated 2026-01-25T14:30:00Z. */
export function aProof(changes: Partial<Proof> = {}): Proof {
  return {
    audience: 'orders.example.com',
    region: 'eu-west-1',
    accessKeyId: 'ASIAEXAMPLEEXAMPLE01',
    date: '20260125T143000Z',
    signature: 'ab'.repeat(32),
    sessionToken: 'FwoGZXIvYXdzEXAMPLETOKEN+/==',
    ...changes,
  };
}

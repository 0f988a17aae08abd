import type { Signer } from '../session/is-holder.ts';
import type { Proof } from './proof.ts';

/** What STS says of a proof: who signed it, or by what code it refuses the signature. */
export type Proven = { readonly signer: Signer } | { readonly refusedAs: string };

/**
 * STS, asked by a request that somebody else signed. Throws `DEPENDENCY_UNAVAILABLE` where it does not answer, or
 * answers what is no answer of its own.
 */
export type Identities = {
  /** `audience`: ours, whatever the proof says. */
  prove(proof: Proof, audience: string): Promise<Proven>;
};

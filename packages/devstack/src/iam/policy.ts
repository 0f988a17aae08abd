import type { Condition } from './condition.ts';
import { fitsGlob } from './glob.ts';

/** A policy document after parsing. */
export type Policy = { readonly statements: readonly Statement[] };

export type Statement = {
  readonly effect: 'Allow' | 'Deny';
  readonly actions: Patterns;
  /** Absent in trust policies, whose resource is their role. */
  readonly resources?: Patterns;
  /** Present in trust policies only. */
  readonly principals?: readonly PrincipalPattern[];
  readonly conditions: readonly Condition[];
};

/** `except`: everything but what is listed (`NotAction`, `NotResource`). */
export type Patterns = { readonly except: boolean; readonly patterns: readonly string[] };

/** One principal as written: `*`, an account, or an ARN; services and identity providers by kind. */
export type PrincipalPattern = {
  readonly kind: 'AWS' | 'Service' | 'Federated';
  readonly value: string;
};

/** Actions are compared without regard to case. */
export function coversAction({ except, patterns }: Patterns, action: string): boolean {
  const name = action.toLowerCase();
  return patterns.some((pattern) => fitsGlob(name, pattern.toLowerCase())) !== except;
}

export function coversResource({ except, patterns }: Patterns, resource: string): boolean {
  return patterns.some((pattern) => fitsGlob(resource, pattern)) !== except;
}

import type * as z from 'zod/mini';
import type { Finding } from '../problems.ts';
import type { Partition } from './arns.ts';
import type { Path } from './tree.ts';

export type ParseOptions = {
  /** Partition of the accounts; `aws` if left out. */
  readonly partition?: Partition;
};

/** One kind of document: its strict shape, what the shape does not show, and what it becomes. */
export type Kind<S extends z.ZodMiniType, T> = {
  readonly schema: S;
  readonly check: (written: z.output<S>, partition: Partition) => readonly Finding[];
  readonly build: (written: z.output<S>) => T;
  /** Remarks on what loads but does nothing. */
  readonly remarks?: (written: z.output<S>) => readonly Finding[];
  /** Lists that say something also when they are empty. */
  readonly mayBeEmpty?: readonly Path[];
};

/** Keeps a kind's own schema type. */
export function kind<S extends z.ZodMiniType, T>(declaration: Kind<S, T>): Kind<S, T> {
  return declaration;
}

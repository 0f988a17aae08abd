import type * as z from 'zod/mini';
import type { Code } from '../reasons.ts';

/** The schema of an `A` as a route declares it: made when first asked for, see `lazily`. */
export type Schema<A = unknown> = () => z.ZodMiniType<A>;

/** One route of the API as data: read by the server, the client, the reference and the infrastructure. */
export type Route<Answer = unknown> = {
  readonly id: string;
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** `{name}` stands for one path segment. */
  readonly path: string;
  readonly summary: string;
  /** Whom it answers, in words. */
  readonly who: string;
  /** Members of the path; strict. */
  readonly params?: Schema;
  /** Members of the query string, each a text; strict. */
  readonly query?: Schema;
  /** Members of the JSON body; strict. */
  readonly body?: Schema;
  readonly answer: Schema<Answer>;
  /** Beside those that every route may answer. */
  readonly errors: readonly Code[];
  /** Whether a call counts against the subject's rate and a block of `*` refuses it. */
  readonly admission: boolean;
  /** Whether it takes an `Idempotency-Key`: the same call once more finds what the first one made. */
  readonly keyed?: boolean;
};

/** Keeps a route's own schema types. */
export function route<const R extends Route>(declaration: R): R {
  return declaration;
}

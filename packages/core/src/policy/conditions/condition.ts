import * as z from 'zod/mini';
import type { Facts } from '../facts.ts';
import type { Truth } from '../truth.ts';

/** When a condition may change by the passing of time alone. */
export type Change = {
  /** Comes again every week; otherwise it comes once and is over. */
  readonly weekly: boolean;
  /**
   * The next moment after `afterMs` at which the condition may change, milliseconds since the epoch;
   * `undefined`: never again. Between two such moments it does not change; at one it need not.
   */
  readonly nextMs: (afterMs: number) => number | undefined;
};

/** What a condition's file makes of the values that a document gives. */
export type Judge = {
  readonly holds: (facts: Facts) => Truth;
  /** Groups whose members must be known to judge it. */
  readonly groups?: readonly string[];
  /** Absent: the time does not matter to it. */
  readonly changes?: readonly Change[];
  /** Whether a profile shows only to those for whom this holds; absent: visibility takes it to hold. */
  readonly decidesVisibility?: boolean;
  /** Whether it would hold if the caller gave every text that is asked for; absent: as it holds now. */
  readonly ifSaid?: (facts: Facts) => Truth;
  /** What may make it hold of the texts that a caller may leave out; absent: they do not matter to it. */
  readonly heeds?: readonly Heed[];
};

/** `saying`: giving a text may make the condition hold; `silence`: leaving it out may. */
export type Heed = 'saying' | 'silence';

/** One condition of a document, ready to be judged. */
export type Condition = Required<Judge> & { readonly kind: string };

/** All must hold. In the registry's order, never empty. */
export type Conditions = readonly Condition[];

/** A kind of condition: its name in documents, and the schema that turns what stands there into a condition. */
export type ConditionKind = { readonly name: string; readonly schema: z.ZodMiniType<Condition> };

/** Declares a kind of condition from the strict schema of its values and what judges them. */
export function condition<Value>(
  name: string,
  schema: z.ZodMiniType<Value>,
  judge: (value: Value) => Judge,
): ConditionKind {
  return {
    name,
    schema: z.pipe(
      schema,
      z.transform((value) => {
        const judged = judge(value);
        return {
          groups: [],
          changes: [],
          decidesVisibility: false,
          ifSaid: judged.holds,
          heeds: [],
          ...judged,
          kind: name,
        };
      }),
    ),
  };
}

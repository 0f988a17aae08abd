import * as z from 'zod/mini';
import { negated } from '../truth.ts';
import { allHold } from './all-hold.ts';
import { type Conditions, condition } from './condition.ts';

const opposite = { saying: 'silence', silence: 'saying' } as const;

/** `not`: holds when not all conditions in it hold. Takes their schema late, as it is itself one of them. */
export function not(conditions: () => z.ZodMiniType<Conditions>) {
  return condition('not', z.lazy(conditions), (inner) => ({
    holds: (facts) => negated(allHold(inner, facts)),
    ifSaid: (facts) => negated(allHold(inner, facts, 'ifSaid')),
    groups: inner.flatMap((one) => one.groups),
    changes: inner.flatMap((one) => one.changes),
    decidesVisibility: inner.every((one) => one.decidesVisibility),
    heeds: inner.flatMap((one) => one.heeds).map((heed) => opposite[heed]),
  }));
}

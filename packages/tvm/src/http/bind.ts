import { refuseAdmitted } from '@sentinel/core/admit';
import type { Route, Schema } from '@sentinel/core/contract/route';
import { isRefusal, type Refusal, reasons } from '@sentinel/core/reasons';
import type { Call, World } from '@sentinel/core/world';
import { type Input, type RouteRequest, readInput } from './read-input.ts';

/** A route and what it does. */
export type Bound = {
  readonly route: Route;
  readonly run: (from: RouteRequest, call: Call, world: World) => Promise<object | Refusal>;
};

/** What an idempotency key may hold; without spaces, so that two headers joined by a comma are none. */
export const idempotencyKeys = /^[!-+\--~]{1,128}$/;

type Answer<R extends Route> = R['answer'] extends Schema<infer T> ? T & object : never;

/**
 * Binds a route of the contract to its work: what reaches the work has passed the route's strict schemas. What does
 * not pass counts against the caller's rate all the same.
 */
export function bind<const R extends Route>(
  route: R,
  run: (input: Input<R>, call: Call, world: World) => Promise<Answer<R> | Refusal>,
): Bound {
  return {
    route,
    async run(from, call, world) {
      const input = readInput(route, from);
      if (isRefusal(input)) return route.admission ? refuseAdmitted(call, input, world) : input;
      const key = route.keyed ? from.request.headers['idempotency-key'] : undefined;
      if (key === undefined) return run(input, call, world);
      if (!idempotencyKeys.test(key)) {
        return refuseAdmitted(call, reasons.invalidIdempotencyKey(), world);
      }
      return run(input, { ...call, idempotencyKey: key }, world);
    },
  };
}

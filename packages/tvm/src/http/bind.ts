import type { Route } from '@sentinel/core/contract/route';
import type { Refusal } from '@sentinel/core/reasons';
import type { Call, World } from '@sentinel/core/world';
import type * as z from 'zod/mini';
import { refuseInput } from './refuse-input.ts';

/** A request's members as read, not yet checked against the route. */
export type RawInput = {
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  /** `undefined`: there is no body. */
  readonly body: { readonly value: unknown } | undefined;
};

/** A route and what it does. */
export type Bound = {
  readonly route: Route;
  readonly run: (input: RawInput, call: Call, world: World) => Promise<object | Refusal>;
};

type Member<R extends Route, K extends 'params' | 'query' | 'body'> =
  R[K] extends z.ZodMiniType<infer T> ? T : undefined;

type Input<R extends Route> = {
  readonly params: Member<R, 'params'>;
  readonly query: Member<R, 'query'>;
  readonly body: Member<R, 'body'>;
};

type Answer<R extends Route> = R['answer'] extends z.ZodMiniType<infer T> ? T & object : never;

/** Binds a route of the contract to its work: what reaches the work has passed the route's strict schemas. */
export function bind<const R extends Route>(
  route: R,
  run: (input: Input<R>, call: Call, world: World) => Promise<Answer<R> | Refusal>,
): Bound {
  return {
    route,
    async run(raw, call, world) {
      if (route.query === undefined && Object.keys(raw.query).length > 0) {
        return refuseInput('query', undefined);
      }
      if (route.body === undefined && raw.body !== undefined) return refuseInput('body', undefined);
      const params = route.params?.safeParse({ ...raw.params });
      if (params?.success === false) return refuseInput('params', params.error);
      const query = route.query?.safeParse({ ...raw.query });
      if (query?.success === false) return refuseInput('query', query.error);
      const body = route.body?.safeParse(raw.body === undefined ? {} : raw.body.value);
      if (body?.success === false) return refuseInput('body', body.error);
      // The three schemas are the route's own, which is what `Input<R>` says of it.
      const input = { params: params?.data, query: query?.data, body: body?.data } as Input<R>;
      return run(input, call, world);
    },
  };
}

import type { Route, Schema } from '@sentinel/core/contract/route';
import { isRefusal, type Refusal } from '@sentinel/core/reasons';
import { readBody } from './read-body.ts';
import type { HttpRequest } from './read-event.ts';
import { readQuery } from './read-query.ts';
import { refuseInput } from './refuse-input.ts';

/** A request for a route, with the members of its path. */
export type RouteRequest = {
  readonly request: HttpRequest;
  readonly params: Readonly<Record<string, string>>;
};

type Member<R extends Route, K extends 'params' | 'query' | 'body'> =
  R[K] extends Schema<infer T> ? T : undefined;

/** What reaches a route's work: each part as its strict schema gives it. */
export type Input<R extends Route> = {
  readonly params: Member<R, 'params'>;
  readonly query: Member<R, 'query'>;
  readonly body: Member<R, 'body'>;
};

/** Reads path, query and body by the route's strict schemas. */
export function readInput<R extends Route>(route: R, from: RouteRequest): Input<R> | Refusal {
  const rawQuery = readQuery(from.request.rawQuery);
  if (isRefusal(rawQuery)) return rawQuery;
  const rawBody = readBody(from.request);
  if (isRefusal(rawBody)) return rawBody;
  if (route.query === undefined && Object.keys(rawQuery).length > 0) return refuseInput('query');
  if (route.body === undefined && rawBody !== undefined) return refuseInput('body');

  const params = route.params?.().safeParse({ ...from.params });
  if (params?.success === false) return refuseInput('params', params.error);
  const query = route.query?.().safeParse({ ...rawQuery });
  if (query?.success === false) return refuseInput('query', query.error);
  const body = route.body?.().safeParse(rawBody === undefined ? {} : rawBody.value);
  if (body?.success === false) return refuseInput('body', body.error);
  // The three schemas are the route's own, which is what `Input<R>` says of it.
  return { params: params?.data, query: query?.data, body: body?.data } as Input<R>;
}

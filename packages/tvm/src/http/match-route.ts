import type { Route } from '@sentinel/core/contract/route';
import { type Refusal, reasons } from '@sentinel/core/reasons';

/** A route found for a request, with the members of its path. */
export type Match<B extends { readonly route: Route }> = {
  readonly bound: B;
  readonly params: Readonly<Record<string, string>>;
};

/** What a refused method may be answered with. */
export type NoMatch = { readonly refusal: Refusal; readonly allowed: readonly string[] };

/**
 * Finds the one route of this method and path, that with the fewest parameters first: `/sessions/check` is no id.
 * Paths are compared as they came: no decoding, no folding.
 */
export function matchRoute<B extends { readonly route: Route }>(
  bound: readonly B[],
  request: { readonly method: string; readonly path: string },
): Match<B> | NoMatch {
  const ofPath = bound.flatMap((each) => {
    const params = paramsOf(each.route.path, request.path);
    return params === undefined ? [] : [{ bound: each, params }];
  });
  if (ofPath.length === 0) return { refusal: reasons.noSuchRoute(), allowed: [] };
  const [found] = ofPath
    .filter((each) => each.bound.route.method === request.method)
    .sort((a, b) => parameterCount(a) - parameterCount(b));
  if (found !== undefined) return found;
  const allowed = [...new Set(ofPath.map((each) => each.bound.route.method))];
  return { refusal: reasons.methodNotAllowed(allowed), allowed };
}

function parameterCount({ params }: { readonly params: object }): number {
  return Object.keys(params).length;
}

function paramsOf(pattern: string, path: string): Readonly<Record<string, string>> | undefined {
  const given = path.split('/');
  const params: Record<string, string> = Object.create(null);
  for (const segment of pattern.split('/')) {
    const value = given.shift();
    if (value === undefined) return undefined;
    const [, name] = /^\{(\w+)\}$/.exec(segment) ?? [];
    if (name !== undefined) params[name] = value;
    else if (segment !== value) return undefined;
  }
  return given.length === 0 ? params : undefined;
}

/** A declared route; `{name}` in its path stands for one segment. */
export type DeclaredRoute = { readonly method: string; readonly path: string };

export type MatchedRoute = {
  /** `GET /sessions/{id}`, or `$default`. */
  readonly routeKey: string;
  readonly pathParameters: Readonly<Record<string, string>>;
};

/**
 * The route that serves a decoded path, the one with the fewest parameters first; `undefined` where none
 * does. An API without declared routes has only `$default`, which serves all.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html
 */
export function matchRoute(
  routes: readonly DeclaredRoute[] | undefined,
  method: string,
  path: string,
): MatchedRoute | undefined {
  if (routes === undefined) return { routeKey: '$default', pathParameters: {} };
  return routes
    .filter((route) => route.method === method)
    .map((route) => matched(route, path))
    .filter((found) => found !== undefined)
    .sort((a, b) => count(a) - count(b))[0];
}

function matched(route: DeclaredRoute, path: string): MatchedRoute | undefined {
  const wanted = route.path.split('/');
  const given = path.split('/');
  if (wanted.length !== given.length) return undefined;
  const parameters: [string, string][] = [];
  for (const [at, segment] of wanted.entries()) {
    const value = given[at] ?? '';
    const name = /^\{(\w+)\}$/.exec(segment)?.[1];
    if (name !== undefined && value !== '') parameters.push([name, value]);
    else if (segment !== value) return undefined;
  }
  return {
    routeKey: `${route.method} ${route.path}`,
    pathParameters: Object.fromEntries(parameters),
  };
}

function count(route: MatchedRoute): number {
  return Object.keys(route.pathParameters).length;
}

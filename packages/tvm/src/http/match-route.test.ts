import { expect, test } from 'vitest';
import { matchRoute } from './match-route.ts';
import { bound } from './routes/index.ts';

test.each([
  ['as they are declared', bound],
  ['the other way round', bound.toReversed()],
])('a path without parameters comes before one that has them: routes %s', (_order, routes) => {
  const ids = ['/sessions/check', '/sessions/00000000000000a1'].map((path) => {
    const match = matchRoute(routes, { method: 'GET', path });
    return 'bound' in match ? [match.bound.route.id, { ...match.params }] : undefined;
  });

  expect(ids).toEqual([
    ['session-check', {}],
    ['session', { id: '00000000000000a1' }],
  ]);
});

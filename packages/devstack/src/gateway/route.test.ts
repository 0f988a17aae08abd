import { routes as contract } from '@sentinel/core/contract/index';
import { expect, test } from 'vitest';
import { matchRoute } from './route.ts';

const declared = [
  { method: 'POST', path: '/' },
  { method: 'GET', path: '/sessions' },
  { method: 'GET', path: '/sessions/{id}' },
  { method: 'GET', path: '/sessions/check' },
  { method: 'POST', path: '/sessions/{id}/end' },
];

test.each([
  ['POST', '/', 'POST /', {}],
  ['GET', '/sessions', 'GET /sessions', {}],
  ['GET', '/sessions/0a1b', 'GET /sessions/{id}', { id: '0a1b' }],
  ['GET', '/sessions/check', 'GET /sessions/check', {}],
  ['POST', '/sessions/check/end', 'POST /sessions/{id}/end', { id: 'check' }],
  ['GET', '/sessions/{id}', 'GET /sessions/{id}', { id: '{id}' }],
])('%s %s is served by %s', (method, path, routeKey, pathParameters) => {
  expect(matchRoute(declared, method, path)).toEqual({ routeKey, pathParameters });
});

test.each([
  ['GET', '/'],
  ['HEAD', '/sessions'],
  ['get', '/sessions'],
  ['GET', '/Sessions'],
  ['GET', '/sessions/'],
  ['GET', '//sessions'],
  ['GET', '/sessions/a/b'],
  ['GET', '/./sessions'],
  ['GET', ''],
])('%s `%s` is served by none', (method, path) => {
  expect(matchRoute(declared, method, path)).toBeUndefined();
});

test('an API without declared routes serves all by $default', () => {
  expect(matchRoute(undefined, 'PATCH', '/any/thing')).toEqual({
    routeKey: '$default',
    pathParameters: {},
  });
});

test('the routes of the contract are routes of a gateway', () => {
  const route = matchRoute(Object.values(contract), 'GET', '/sessions/00000000000000ff');

  expect(route?.pathParameters).toEqual({ id: '00000000000000ff' });
});

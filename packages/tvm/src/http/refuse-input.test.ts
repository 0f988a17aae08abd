import { routes } from '@sentinel/core/contract/index';
import type { Route } from '@sentinel/core/contract/route';
import { expect, test } from 'vitest';
import { refuseInput } from './refuse-input.ts';

const words = 'a good reason, at length';

test.each<[Route, 'query' | 'body', object, string]>([
  [
    routes.createRequest,
    'body',
    { profile: 'Prod', justification: words },
    '`profile` is the name of a profile',
  ],
  [
    routes.createRequest,
    'body',
    { profile: 'a', justification: words, duration: 60 },
    '`duration` is at least 900',
  ],
  [
    routes.createRequest,
    'body',
    { profile: 'a', justification: words, duration: 1.5 },
    '`duration` is a whole number',
  ],
  [
    routes.createRequest,
    'body',
    { profile: 'a', justification: words, not_before: 'now' },
    '`not_before` is a moment such as `2026-01-25T14:30:00Z`',
  ],
  [
    routes.createRequest,
    'body',
    { profile: 'a', justification: 'x'.repeat(501) },
    '`justification` is at most 500 characters long',
  ],
  [
    routes.createRequest,
    'body',
    { profile: 'a', justification: words, by: 'me' },
    'this route knows no member `by`',
  ],
  [
    routes.approveRequest,
    'body',
    { comment: 'x'.repeat(501) },
    '`comment` is at most 500 characters long',
  ],
  [routes.approveRequest, 'body', { comment: 7 }, '`comment` is not as the route takes it'],
  [
    routes.requests,
    'query',
    { status: 'open' },
    '`status` is one of `pending`, `approved`, `denied`, `cancelled`, `withdrawn`, `expired`',
  ],
  [routes.requests, 'query', { limit: '101' }, '`limit` is a whole number from 1 to 100'],
  [
    routes.openBreakGlass,
    'body',
    { profiles: [], reason_code: 'incident', justification: words },
    '`profiles` is a list of at least 1',
  ],
  [
    routes.reviewBreakGlass,
    'body',
    { verdict: 'fine' },
    '`verdict` is one of `justified`, `unjustified`',
  ],
  [
    routes.createRevocation,
    'body',
    { subject: 'alice@example.com', reason: 'x' },
    '`reason` is words, 3 to 500 characters, spaces at their ends not counted',
  ],
])('%# a member that does not fit is told with what it takes', (route, part, input, message) => {
  const read = route[part]?.().safeParse(input);

  const refusal = read?.success === false ? refuseInput(part, read.error) : undefined;

  expect(refusal).toMatchObject({ code: 'INVALID_REQUEST', message });
});

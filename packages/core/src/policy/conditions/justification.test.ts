import { expect, test } from 'vitest';
import { conditionsOf, factsOf } from '../../../testing/policy.ts';
import { allHold } from './all-hold.ts';
import { conditionsSchema } from './index.ts';

const why = 'disk full on db-1';

test.each([
  [{ required: true }, why, '', true],
  [{ required: true }, '', '', false],
  [{ required: true }, '', 'OPS-1', false],
  [{ required: true, tickets: ['OPS-*'] }, why, 'OPS-1', true],
  [{ required: true, tickets: ['SEC-*', 'OPS-?'] }, why, 'OPS-1', true],
  [{ required: true, tickets: ['OPS-*'] }, why, 'ops-1', false],
  [{ required: true, tickets: ['OPS-*'] }, why, '', false],
  [{ required: true, tickets: ['OPS-*'] }, '', 'OPS-1', false],
  [{ required: true, tickets: ['*'] }, why, 'team/1', false],
  [{ required: true, tickets: ['team/*'] }, why, 'team/1', true],
])('%j with `%s` and ticket `%s`: %s', (justification, text, ticket, held) => {
  const facts = factsOf({ justification: text, ticket });

  expect(allHold(conditionsOf({ justification }), facts)).toBe(held);
});

test.each([
  ['that it is not required', { required: false }],
  ['an empty mapping', {}],
  ['tickets alone', { tickets: ['OPS-*'] }],
  ['an empty list of tickets', { required: true, tickets: [] }],
  ['a ticket with a space', { required: true, tickets: ['OPS 1'] }],
  ['an unknown key', { required: true, ticket: ['OPS-*'] }],
  ['a bare true', true],
])('refuses %s', (_what, justification) => {
  expect(conditionsSchema.safeParse({ justification }).success).toBe(false);
});

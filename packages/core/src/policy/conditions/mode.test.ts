import { expect, test } from 'vitest';
import { conditionsOf, factsOf } from '../../../testing/policy.ts';
import { allHold } from './all-hold.ts';
import { conditionsSchema } from './index.ts';

test('`server` always holds', () => {
  expect(allHold(conditionsOf({ mode: ['server'] }), factsOf())).toBe(true);
});

test.each([
  ['an empty list', []],
  ['a text in place of a list', 'server'],
  ['a mode that a client claims', ['cli']],
  ['one such beside `server`', ['server', 'credential_process']],
])('refuses %s', (_what, mode) => {
  expect(conditionsSchema.safeParse({ mode }).success).toBe(false);
});

test('says why other modes are refused', () => {
  const { error } = conditionsSchema.safeParse({ mode: ['cli'] });

  expect(error?.issues).toMatchObject([
    {
      path: ['mode', 0],
      message: 'expected `server`, the only mode: what a client calls itself proves nothing',
    },
  ]);
});

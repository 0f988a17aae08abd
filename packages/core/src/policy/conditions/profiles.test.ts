import { expect, test } from 'vitest';
import { conditionsOf, factsOf } from '../../../testing/policy.ts';
import { allHold } from './all-hold.ts';
import { conditionsSchema } from './index.ts';

test.each([
  ['production', ['production'], true],
  ['production', ['staging', 'prod*'], true],
  ['production', ['staging', 'dev-*'], false],
  ['dev-1', ['dev-?'], true],
  ['dev-12', ['dev-?'], false],
  ['production', ['prod'], false],
])('%s matches one of %j: %s', (profile, profiles, held) => {
  expect(allHold(conditionsOf({ profiles }), factsOf({ profile }))).toBe(held);
});

test.each([
  ['an empty list', []],
  ['upper case', ['Prod*']],
  ['a slash', ['team/*']],
  ['a set of characters', ['prod[12]']],
  ['a very long glob', ['*'.repeat(129)]],
])('refuses %s', (_what, profiles) => {
  expect(conditionsSchema.safeParse({ profiles }).success).toBe(false);
});

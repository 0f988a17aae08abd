import { expect, test } from 'vitest';
import { conditionsOf, factsOf } from '../../../testing/policy.ts';
import { allHold } from './all-hold.ts';
import { groupsIn } from './groups-in.ts';
import { conditionsSchema } from './index.ts';

test.each([
  [['oncall'], ['oncall'], true],
  [['oncall'], ['engineering', 'oncall'], true],
  [['engineering'], ['oncall'], false],
  [[], ['oncall'], false],
])('a caller in %j is in one of %j: %s', (groups, named, held) => {
  expect(allHold(conditionsOf({ groups: named }), factsOf({ groups }))).toBe(held);
});

test('names its groups, also within `not`', () => {
  const conditions = conditionsOf({ groups: ['a', 'b'], not: { not: { groups: ['c'] } } });

  const names = groupsIn(conditions);

  expect(names).toEqual(['a', 'b', 'c']);
});

test.each([
  ['an empty list', []],
  ['a text in place of a list', 'oncall'],
  ['upper case', ['OnCall']],
  ['a glob: a group must be named to be loaded', ['on*']],
  ['a path', ['a/b']],
])('refuses %s', (_what, groups) => {
  expect(conditionsSchema.safeParse({ groups }).success).toBe(false);
});

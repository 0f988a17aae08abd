import { expect, test } from 'vitest';
import { conditionsOf, factsOf } from '../../../testing/policy.ts';
import { allHold } from './all-hold.ts';
import { conditionNames, conditionsSchema } from './index.ts';

test('every named condition must hold', () => {
  const conditions = conditionsOf({ users: ['alice@example.com'], groups: ['oncall'] });

  expect(allHold(conditions, factsOf({ groups: ['oncall'] }))).toBe(true);
  expect(allHold(conditions, factsOf({ groups: [] }))).toBe(false);
  expect(allHold(conditions, factsOf({ subject: 'iam/bob', groups: ['oncall'] }))).toBe(false);
});

test.each([
  ['none', {}],
  ['a misspelt one', { group: ['oncall'] }],
  ['a misspelt one beside a good one', { groups: ['oncall'], user: ['iam/bob'] }],
  ['one that is not built', { device: { require_mdm: true } }],
  ['a key of the prototype', JSON.parse('{"any": true, "__proto__": {"any": true}}')],
  ['a null', null],
  ['a list', []],
  ['a null within', { groups: null }],
])('refuses %s', (_what, written) => {
  expect(conditionsSchema.safeParse(written).success).toBe(false);
});

test('names a misspelt condition once, at its place', () => {
  const { error } = conditionsSchema.safeParse({ grups: ['oncall'] });

  expect(error?.issues).toMatchObject([{ code: 'unrecognized_keys', keys: ['grups'], path: [] }]);
});

test('no list of conditions, an impossible one too, holds by being empty', () => {
  expect(() => allHold([], factsOf())).toThrow('there are no conditions');
});

test('knows each condition once', () => {
  expect(new Set(conditionNames).size).toBe(conditionNames.length);
});

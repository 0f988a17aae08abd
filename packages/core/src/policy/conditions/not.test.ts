import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import { conditionsOf, factsOf } from '../../../testing/policy.ts';
import type { Truth } from '../truth.ts';
import { allHold } from './all-hold.ts';
import { type Condition, condition } from './condition.ts';
import { conditionsSchema } from './index.ts';
import { not } from './not.ts';

test.each([
  [{ groups: ['oncall'] }, false],
  [{ groups: ['other'] }, true],
  [{ groups: ['oncall'], users: ['bob@example.com'] }, true],
  [{ groups: ['oncall'], users: ['alice@example.com'] }, false],
  [{ not: { groups: ['oncall'] } }, true],
  [{ any: true }, false],
])('not %j, for alice of `oncall`: %s', (inner, held) => {
  expect(allHold(conditionsOf({ not: inner }), factsOf({ groups: ['oncall'] }))).toBe(held);
});

test.each<[readonly Truth[], Truth]>([
  [['unknown'], 'unknown'],
  [[true, 'unknown'], 'unknown'],
  [['unknown', false], true],
  [[true, true], false],
])('not %j is %s', (inner, truth) => {
  const schema = not(() =>
    z.pipe(
      z.any(),
      z.transform(() => inner.map(fixed)),
    ),
  ).schema;

  expect(schema.parse({}).holds(factsOf())).toBe(truth);
});

test('changes when what is in it changes, and decides visibility only if all of it does', () => {
  const weekend = { time: { days: ['sunday'], timezone: 'UTC' } };
  const [aroundTime] = conditionsOf({ not: { groups: ['oncall'], ...weekend } });
  const [aroundGroups] = conditionsOf({ not: { groups: ['oncall'] } });

  expect(aroundTime).toMatchObject({ decidesVisibility: false, groups: ['oncall'] });
  expect(aroundTime?.changes).toHaveLength(1);
  expect(aroundGroups).toMatchObject({ decidesVisibility: true, groups: ['oncall'], changes: [] });
});

test.each([
  ['nothing in it', {}],
  ['a list', [{ any: true }]],
  ['an unknown condition', { grups: ['oncall'] }],
  ['an empty one within', { not: {} }],
])('refuses %s', (_what, inner) => {
  expect(conditionsSchema.safeParse({ not: inner }).success).toBe(false);
});

function fixed(truth: Truth): Condition {
  return condition('fixed', z.any(), () => ({ holds: () => truth })).schema.parse({});
}

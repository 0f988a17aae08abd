import { expect, test } from 'vitest';
import { conditionsOf, factsOf } from '../../../testing/policy.ts';
import { allHold } from './all-hold.ts';
import { conditionsSchema } from './index.ts';

test('holds for everyone', () => {
  expect(allHold(conditionsOf({ any: true }), factsOf({ subject: 'role/nobody' }))).toBe(true);
});

test.each([[false], ['true'], [1], [null], [{}], [[]]])('refuses %j', (any) => {
  expect(conditionsSchema.safeParse({ any }).success).toBe(false);
});

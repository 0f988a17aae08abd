import { expect, test } from 'vitest';
import { conditionsOf, factsOf } from '../../../testing/policy.ts';
import { allHold } from './all-hold.ts';
import { conditionsSchema } from './index.ts';

test.each([
  ['alice@example.com', ['alice@example.com'], true],
  ['alice@example.com', ['bob@example.com', 'alice@example.com'], true],
  ['alice@example.com', ['bob@example.com'], false],
  ['alice@example.com.evil', ['alice@example.com'], false],
  ['iam/alice', ['alice'], false],
  ['alice@example.com', ['alice'], false],
  ['alice', ['alice'], true],
  ['222233334444:iam/alice', ['iam/alice'], false],
  ['role/ci-deploy', ['role/ci-deploy'], true],
])('%s is one of %j: %s', (subject, users, held) => {
  expect(allHold(conditionsOf({ users }), factsOf({ subject }))).toBe(held);
});

test.each([
  ['an empty list', []],
  ['a text in place of a list', 'alice@example.com'],
  ['upper case', ['Alice@example.com']],
  ['a glob: subjects are exact', ['*@example.com']],
  ['an unknown kind of subject', ['user/alice']],
  ['a short account', ['1234:iam/alice']],
  ['a space', ['alice @example.com']],
  ['a letter outside ASCII', ['alicé@example.com']],
  ['an empty subject', ['']],
  ['a number', [7]],
])('refuses %s', (_what, users) => {
  expect(conditionsSchema.safeParse({ users }).success).toBe(false);
});

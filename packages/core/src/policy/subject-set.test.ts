import { expect, test } from 'vitest';
import { isIn } from './subject-set.ts';

const inOncall = new Set(['oncall']);

test.each([
  [{ users: ['iam/alice'] }, true],
  [{ users: ['iam/bob'] }, false],
  [{ groups: ['oncall'] }, true],
  [{ groups: ['leads', 'oncall'] }, true],
  [{ groups: ['leads'] }, false],
  [{ users: ['iam/bob'], groups: ['oncall'] }, true],
  [{ users: ['iam/alice'], groups: ['leads'] }, true],
  [{ users: ['iam/bob'], groups: ['leads'] }, false],
  [{ users: ['*'], groups: ['*'] }, false],
  [{}, false],
])('alice of `oncall` is in %j: %s', (set, isMember) => {
  expect(isIn(set, 'iam/alice', inOncall)).toBe(isMember);
});

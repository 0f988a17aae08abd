import { expect, test } from 'vitest';
import { policyOf } from '../../testing/policy.ts';
import { reasons } from '../reasons.ts';
import type { SessionPolicy } from './decision.ts';
import { narrowingOf } from './narrow.ts';

const readOnly: SessionPolicy = { arns: ['arn:aws:iam::aws:policy/ReadOnlyAccess'] };
const ofRule: SessionPolicy = { inline: { Version: '2012-10-17', Statement: [] } };

function setWith(scopes: ReadonlyMap<string, SessionPolicy>) {
  const set = policyOf([]);
  return { ...set, profile: { ...set.profile, scopes } };
}

const scoped = setWith(new Map([['read', readOnly]]));

test.each([
  ['no scope, under a rule that narrows', scoped, ofRule, '', ofRule],
  ['no scope, under a rule that does not', scoped, undefined, '', undefined],
  ['a scope, under a rule that does not narrow', scoped, undefined, 'read', readOnly],
  ['a scope, under a rule that does', scoped, ofRule, 'read', reasons.scopeNotTaken()],
  ['a scope that there is not', scoped, undefined, 'write', reasons.unknownScope(['read'])],
  ['a scope where there is none', setWith(new Map()), ofRule, 'read', reasons.unknownScope([])],
] as const)('%s', (_what, set, own, scope, expected) => {
  expect(narrowingOf(set, own, scope)).toEqual(expected);
});

import { describe, expect, test } from 'vitest';
import { condition, UnsupportedPolicy } from './condition.ts';

const role = 'arn:aws:iam::111122223333:role/api';
const context = new Map([
  ['sts:sourceidentity', ['sentinel.direct.x']],
  ['aws:principalarn', [role]],
  ['aws:tokenissuetime', ['2026-01-25T14:30:00.000Z']],
  ['aws:multifactorauthpresent', ['true']],
  ['aws:tagkeys', ['One', 'Two']],
  ['aws:requesttag/sentinelprofile', ['production']],
]);

describe('a condition', () => {
  test.each<[string, string, string | string[], boolean]>([
    ['StringEquals', 'sts:SourceIdentity', 'sentinel.direct.x', true],
    ['StringEquals', 'sts:SourceIdentity', 'sentinel.*', false],
    ['StringEquals', 'sts:SourceIdentity', ['a', 'sentinel.direct.x'], true],
    ['StringEquals', 'sts:ExternalId', 'a', false],
    ['StringEqualsIfExists', 'sts:ExternalId', 'a', true],
    ['StringEqualsIfExists', 'sts:SourceIdentity', 'a', false],
    ['StringLike', 'sts:SourceIdentity', 'sentinel.*', true],
    ['StringLike', 'sts:SourceIdentity', 'sentinel.approved.*', false],
    ['StringLike', 'STS:sourceidentity', 'sentinel.*', true],
    ['StringNotEquals', 'sts:SourceIdentity', 'sentinel.direct.x', false],
    ['StringNotEquals', 'sts:SourceIdentity', ['a', 'sentinel.direct.x'], false],
    ['StringNotEquals', 'sts:SourceIdentity', ['a', 'b'], true],
    ['StringNotEquals', 'sts:ExternalId', 'a', true],
    ['StringNotLike', 'sts:SourceIdentity', 'sentinel.*', false],
    ['StringNotLike', 'sts:SourceIdentity', 'other.*', true],
    ['StringEquals', 'aws:RequestTag/SentinelProfile', 'production', true],
    ['StringEquals', 'aws:RequestTag/Other', 'production', false],
    ['ArnEquals', 'aws:PrincipalArn', role, true],
    ['ArnLike', 'aws:PrincipalArn', 'arn:aws:iam::*:role/api', true],
    ['ArnLike', 'aws:PrincipalArn', 'arn:aws:iam::*:role/other', false],
    ['ArnNotLike', 'aws:PrincipalArn', 'arn:aws:iam::*:role/api', false],
    ['ArnNotEquals', 'aws:PrincipalArn', 'arn:aws:iam::*:role/other', true],
    ['StringLike', 'aws:PrincipalArn', '*:role/api', true],
    ['Bool', 'aws:MultiFactorAuthPresent', 'true', true],
    ['Bool', 'aws:MultiFactorAuthPresent', 'false', false],
    ['Null', 'sts:ExternalId', 'true', true],
    ['Null', 'sts:SourceIdentity', 'true', false],
    ['Null', 'sts:SourceIdentity', 'false', true],
    ['DateLessThan', 'aws:TokenIssueTime', '2026-01-25T14:30:00Z', false],
    ['DateLessThan', 'aws:TokenIssueTime', '2026-01-25T14:30:01Z', true],
    ['DateLessThanEquals', 'aws:TokenIssueTime', '2026-01-25T14:30:00Z', true],
    ['DateGreaterThanEquals', 'aws:TokenIssueTime', '2026-01-25T14:30:00Z', true],
    ['DateGreaterThan', 'aws:TokenIssueTime', '2026-01-25T14:30:00Z', false],
    ['DateGreaterThanEquals', 'aws:CurrentTime', '2026-01-25T14:30:00Z', false],
    ['ForAllValues:StringEquals', 'aws:TagKeys', ['One', 'Two', 'Three'], true],
    ['ForAllValues:StringEquals', 'aws:TagKeys', 'One', false],
    ['ForAllValues:StringEquals', 'sts:TransitiveTagKeys', 'One', true],
    ['ForAnyValue:StringEquals', 'aws:TagKeys', ['Two', 'Three'], true],
    ['ForAnyValue:StringEquals', 'aws:TagKeys', 'Three', false],
    ['ForAnyValue:StringEquals', 'sts:TransitiveTagKeys', 'One', false],
    ['ForAnyValue:StringLike', 'aws:TagKeys', 'T*', true],
    ['ForAllValues:StringLike', 'aws:TagKeys', 'T*', false],
    ['ForAnyValue:StringEqualsIfExists', 'sts:TransitiveTagKeys', 'One', true],
  ])('%s of %s against %j is %j', (operator, key, expected, holds) => {
    expect(condition(operator, key, [expected].flat())(context)).toBe(holds);
  });

  test.each<[string, string, string]>([
    ['StringEqualsSometimes', 'sts:SourceIdentity', 'a'],
    ['StringMatches', 'sts:SourceIdentity', 'a'],
    ['IpAddress', 'aws:SourceIp', '10.0.0.0/8'],
    ['StringEquals', 'aws:SourceIp', '10.0.0.1'],
    ['StringEquals', 'aws:RequestTag/', 'a'],
    ['DateLessThan', 'sts:SourceIdentity', '2026-01-25T14:30:00Z'],
    ['StringEquals', 'aws:CurrentTime', '2026-01-25T14:30:00Z'],
    ['Bool', 'sts:SourceIdentity', 'true'],
    ['ArnLike', 'sts:SourceIdentity', 'arn:aws:iam::*:role/a'],
    ['StringEquals', 'aws:TagKeys', 'One'],
    ['ForAllValues:StringNotEquals', 'aws:TagKeys', 'One'],
    ['ForEachValue:StringEquals', 'aws:TagKeys', 'One'],
    ['Null', 'aws:SourceVpc', 'true'],
    ['NullIfExists', 'sts:ExternalId', 'true'],
    ['Null', 'sts:ExternalId', 'maybe'],
    ['DateLessThan', 'aws:CurrentTime', 'tomorrow'],
    ['DateLessThan', 'aws:CurrentTime', '1769351400'],
    ['StringEquals', 'sts:SourceIdentity', `\${aws:username}`],
    ['', 'sts:SourceIdentity', 'a'],
  ])('%s of %s against %j cannot be judged and throws', (operator, key, expected) => {
    expect(() => condition(operator, key, [expected])).toThrow(UnsupportedPolicy);
  });
});

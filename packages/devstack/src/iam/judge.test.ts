import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { judge } from './judge.ts';
import { policyOf } from './parse-policy.ts';

const bucket = 'arn:aws:s3:::bucket/key';

function says(statements: readonly object[], action: string, resource = bucket) {
  const policies = statements.map((one) => policyOf({ Statement: one }, 'identity'));
  return judge(policies, { action, resource, context: new Map() });
}

describe('policies together', () => {
  const allow = { Effect: 'Allow', Action: 's3:Get*', Resource: 'arn:aws:s3:::bucket/*' };

  test.each([
    ['s3:GetObject', bucket, 'allow'],
    ['S3:getobject', bucket, 'allow'],
    ['s3:PutObject', bucket, 'none'],
    ['s3:GetObject', 'arn:aws:s3:::other/key', 'none'],
  ])('say of %s on %s: %s', (action, resource, expected) => {
    expect(says([allow], action, resource)).toBe(expected);
  });

  test('deny where one of them denies, in whatever order', () => {
    const deny = { ...allow, Effect: 'Deny', Action: '*' };

    expect(says([allow, deny], 's3:GetObject')).toBe('deny');
    expect(says([deny, allow], 's3:GetObject')).toBe('deny');
  });

  test('deny all but what NotAction names', () => {
    const deny = { Effect: 'Deny', NotAction: 's3:*', Resource: '*' };

    expect(says([allow, deny], 's3:GetObject')).toBe('allow');
    expect(says([deny], 'ec2:RunInstances')).toBe('deny');
  });

  test('apply a statement only where all of its conditions hold', () => {
    const narrow = {
      ...allow,
      Condition: {
        Null: { 'sts:ExternalId': 'true' },
        Bool: { 'aws:MultiFactorAuthPresent': true },
      },
    };

    expect(says([narrow], 's3:GetObject')).toBe('none');
  });

  test('never allow more for a Deny added to them', () => {
    const statement = fc.record({
      Effect: fc.constantFrom('Allow', 'Deny'),
      Action: fc.constantFrom('s3:*', 's3:GetObject', '*', 'ec2:*'),
      Resource: fc.constantFrom('*', bucket, 'arn:aws:s3:::b*'),
    });
    fc.assert(
      fc.property(fc.array(statement, { minLength: 1 }), statement, (statements, extra) => {
        const before = says(statements, 's3:GetObject');
        const after = says([...statements, { ...extra, Effect: 'Deny' }], 's3:GetObject');
        expect(after === 'allow' && before !== 'allow').toBe(false);
      }),
    );
  });
});

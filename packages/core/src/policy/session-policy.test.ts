import { expect, test } from 'vitest';
import { sessionPolicyFor } from './session-policy.ts';

const denyAtMs = Date.parse('2026-08-12T10:00:00.999Z');
const arns = ['arn:aws:iam::aws:policy/ReadOnlyAccess'];
const read = { Effect: 'Allow', Action: 's3:Get*', Resource: '*' };
const deny =
  '{"Effect":"Deny","Action":"*","Resource":"*","Condition":{"DateGreaterThanEquals":{"aws:CurrentTime":"2026-08-12T10:00:00Z"}}}';

test('where nothing narrows and STS ends the session, nothing is sent', () => {
  expect(sessionPolicyFor(undefined, { denyAtMs: undefined })).toEqual({ policyArns: [] });
});

test('where nothing narrows, the Deny comes with an Allow', () => {
  expect(sessionPolicyFor(undefined, { denyAtMs })).toEqual({
    policy: `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"},${deny}]}`,
    policyArns: [],
  });
});

test('managed policies go as they are', () => {
  expect(sessionPolicyFor({ arns }, { denyAtMs: undefined })).toEqual({ policyArns: arns });
});

test('beside managed policies, the Deny stands alone', () => {
  expect(sessionPolicyFor({ arns }, { denyAtMs })).toEqual({
    policy: `{"Version":"2012-10-17","Statement":[${deny}]}`,
    policyArns: arns,
  });
});

test('an inline policy goes as minified JSON', () => {
  const inline = { Version: '2012-10-17', Statement: [read] };

  expect(sessionPolicyFor({ inline }, { denyAtMs: undefined })).toEqual({
    policy: JSON.stringify(inline),
    policyArns: [],
  });
});

test.each([
  ['a list of statements', [read], `[${JSON.stringify(read)},${deny}]`],
  ['one statement', read, `[${JSON.stringify(read)},${deny}]`],
  ['no statement', undefined, `[${deny}]`],
])('the Deny is added to an inline policy with %s', (_what, Statement, sent) => {
  const inline = { Version: '2012-10-17', Id: 'x', ...(Statement && { Statement }) };

  const { policy } = sessionPolicyFor({ inline }, { denyAtMs });

  expect(policy).toBe(`{"Version":"2012-10-17","Id":"x","Statement":${sent}}`);
});

test('the end does not change the length', () => {
  const lengths = [0, denyAtMs, Date.UTC(2099, 11, 31)].map(
    (atMs) => sessionPolicyFor({ arns }, { denyAtMs: atMs }).policy?.length,
  );

  expect(new Set(lengths).size).toBe(1);
});

import { describe, expect, test } from 'vitest';
import { UnsupportedPolicy } from './condition.ts';
import { parsePolicy } from './parse-policy.ts';

const allow = { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' };
const trust = { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: '*' } };

function outcome(statement: unknown, kind: 'identity' | 'trust') {
  const parsed = parsePolicy(JSON.stringify({ Version: '2012-10-17', Statement: statement }), kind);
  return parsed.ok ? 'ok' : parsed.malformed;
}

describe('a policy document', () => {
  test.each([
    ['one statement', allow],
    ['a list of statements', [allow, { ...allow, Effect: 'Deny' }]],
    [
      'lists of actions and resources',
      { ...allow, Action: ['s3:*', '*'], Resource: ['arn:aws:s3:::a'] },
    ],
    [
      'what it does not cover',
      { Effect: 'Deny', NotAction: 's3:*', NotResource: 'arn:aws:s3:::a' },
    ],
    ['a name', { ...allow, Sid: 'ReadOnly1' }],
  ])('may have %s', (_, statement) => {
    expect(outcome(statement, 'identity')).toBe('ok');
  });

  test.each<[string, unknown, RegExp]>([
    ['no effect', { ...allow, Effect: undefined }, /Syntax/],
    ['another effect', { ...allow, Effect: 'allow' }, /Syntax/],
    ['no action', { ...allow, Action: undefined }, /actions/],
    ['two kinds of actions', { ...allow, NotAction: 's3:*' }, /actions/],
    ['an action of no service', { ...allow, Action: 'GetObject' }, /vendor/],
    ['no resource', { ...allow, Resource: undefined }, /resources/],
    ['a resource that is no ARN', { ...allow, Resource: 'bucket' }, /ARN/],
    ['a principal', { ...allow, Principal: '*' }, /principal/],
    ['an unknown member', { ...allow, Conditions: {} }, /Syntax/],
    ['a Sid with a dash', { ...allow, Sid: 'a-b' }, /Syntax/],
    ['no statement', [], /Syntax/],
    ['no list of actions', { ...allow, Action: [] }, /Syntax/],
  ])('with %s is malformed', (_, statement, message) => {
    expect(outcome(statement, 'identity')).toMatch(message);
  });

  test.each<[string, unknown, RegExp]>([
    ['a resource', { ...trust, Resource: '*' }, /Resource/],
    ['no principal', { ...trust, Principal: undefined }, /Principal/],
    ['an action of another service', { ...trust, Action: 's3:GetObject' }, /STS/],
  ])('of trust with %s is malformed', (_, statement, message) => {
    expect(outcome(statement, 'trust')).toMatch(message);
  });

  test.each(['', '{', '[]', '"a"', 'null', '{"Statement":[]}', '{"Version":"2020-01-01"}'])(
    'that reads %j is malformed',
    (text) => {
      expect(parsePolicy(text, 'identity').ok).toBe(false);
    },
  );

  test.each([
    ['an operator', { ...allow, Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } }],
    ['a key', { ...allow, Condition: { StringEquals: { 's3:prefix': 'a' } } }],
    ['a variable', { ...allow, Resource: `arn:aws:s3:::bucket/\${aws:username}` }],
  ])('with %s that cannot be judged throws, so that it is never passed over', (_, statement) => {
    expect(() => outcome(statement, 'identity')).toThrow(UnsupportedPolicy);
  });
});

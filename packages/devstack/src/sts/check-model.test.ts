import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Ask, inline, openStage, readOnly, tags, workload } from '../../testing/sts-stage.ts';
import { policy, refusalOf } from '../../testing/test-bench.ts';

let stage: Awaited<ReturnType<typeof openStage>>;

beforeEach(async () => {
  stage = await openStage();
});

afterEach(() => stage.sts.close());

/** A valid policy of exactly that many characters, most of them blank. */
function policyOfLength(length: number): string {
  return inline + ' '.repeat(length - inline.length);
}

describe('what the service model allows', () => {
  test.each<[string, Ask]>([
    ['the least', {}],
    ['a session name of 2 characters', { RoleSessionName: 'ab' }],
    ['a session name of 64 characters', { RoleSessionName: 'a'.repeat(64) }],
    ['every character of a session name', { RoleSessionName: 'azAZ09_+=,.@-' }],
    ['a source identity of 2 characters', { SourceIdentity: 'ab' }],
    ['a source identity of 64 characters', { SourceIdentity: 'a'.repeat(64) }],
    ['900 seconds', { DurationSeconds: 900 }],
    ['3600 seconds', { DurationSeconds: 3600 }],
    ['50 tags', { Tags: tags(50) }],
    ['a tag key of 128 characters', { Tags: [{ Key: 'k'.repeat(128), Value: 'v' }] }],
    ['a tag value of 256 characters', { Tags: [{ Key: 'k', Value: 'v'.repeat(256) }] }],
    ['an empty tag value', { Tags: [{ Key: 'k', Value: '' }] }],
    ['a tag with Unicode and spaces', { Tags: [{ Key: 'Schlüssel 1', Value: 'a b/c:d@e' }] }],
    ['a transitive tag', { Tags: tags(1), TransitiveTagKeys: ['K0'] }],
    ['a session policy', { Policy: inline }],
    ['a session policy of 2048 characters', { Policy: policyOfLength(2048) }],
    ['a managed session policy', { PolicyArns: [{ arn: readOnly }] }],
    ['10 managed session policies', { PolicyArns: Array(10).fill({ arn: readOnly }) }],
    [
      'an inline and a managed policy of 2048 characters',
      { Policy: policyOfLength(2048 - readOnly.length), PolicyArns: [{ arn: readOnly }] },
    ],
    ['an external id', { ExternalId: 'a:b/c' }],
  ])('%s is accepted', async (_, ask) => {
    const answer = await stage.assume(ask);

    expect(answer.Credentials?.AccessKeyId).toMatch(/^ASIA/);
  });

  test.each<[string, Ask, RegExp]>([
    ['a role ARN that is too short', { RoleArn: 'arn:aws:iam::1:role' }, /'roleArn'.*equal to 20/],
    ['an ARN of no role', { RoleArn: `arn:aws:iam::${workload}:user/x` }, /is invalid$/],
    ['a role ARN without an account', { RoleArn: 'arn:aws:iam::12:role/something' }, /is invalid$/],
    ['a session name of 1 character', { RoleSessionName: 'a' }, /'roleSessionName'.*equal to 2/],
    ['a session name of 65', { RoleSessionName: 'a'.repeat(65) }, /'roleSessionName'.*equal to 64/],
    [
      'a session name with a colon',
      { RoleSessionName: 'a:b' },
      /'a:b' at 'roleSessionName'.*pattern/,
    ],
    ['a session name with a space', { RoleSessionName: 'a b' }, /'roleSessionName'.*pattern/],
    ['a session name with a slash', { RoleSessionName: 'a/b' }, /'roleSessionName'.*pattern/],
    ['a session name with an umlaut', { RoleSessionName: 'aü' }, /'roleSessionName'.*pattern/],
    ['a session name with a line break', { RoleSessionName: 'ab\n' }, /'roleSessionName'/],
    ['a source identity of 1 character', { SourceIdentity: 'a' }, /'sourceIdentity'.*equal to 2/],
    [
      'a source identity of 65',
      { SourceIdentity: 'a'.repeat(65) },
      /'sourceIdentity'.*equal to 64/,
    ],
    ['a source identity of AWS', { SourceIdentity: 'aws:alice' }, /'sourceIdentity'.*pattern/],
    [
      'a source identity with a colon',
      { SourceIdentity: 'iam:alice' },
      /'sourceIdentity'.*pattern/,
    ],
    ['899 seconds', { DurationSeconds: 899 }, /'durationSeconds'.*equal to 900/],
    ['43201 seconds', { DurationSeconds: 43_201 }, /'durationSeconds'.*equal to 43200/],
    ['half a second', { DurationSeconds: 900.5 }, /'durationSeconds'/],
    ['51 tags', { Tags: tags(51) }, /'tags'.*equal to 50/],
    ['an empty tag key', { Tags: [{ Key: '', Value: 'v' }] }, /key.*equal to 1/],
    ['a tag key of 129', { Tags: [{ Key: 'k'.repeat(129), Value: 'v' }] }, /key.*equal to 128/],
    ['a tag value of 257', { Tags: [{ Key: 'k', Value: 'v'.repeat(257) }] }, /value.*equal to 256/],
    ['a tag value with a comma', { Tags: [{ Key: 'k', Value: 'a,b' }] }, /value.*pattern/],
    ['a tag key with a hash', { Tags: [{ Key: 'k#', Value: 'v' }] }, /key.*pattern/],
    ['a policy of 2049 characters', { Policy: policyOfLength(2049) }, /'policy'.*equal to 2048/],
    ['a policy beyond Latin-1', { Policy: `${inline}€` }, /'policy'.*pattern/],
    ['an empty policy', { Policy: '' }, /'policy'.*equal to 1/],
    [
      '11 managed policies',
      { PolicyArns: Array(11).fill({ arn: readOnly }) },
      /'policyArns'.*equal to 10/,
    ],
    [
      'an inline and managed policies of 2049 characters',
      { Policy: policyOfLength(2049 - readOnly.length), PolicyArns: [{ arn: readOnly }] },
      /'policy'.*equal to 2048/,
    ],
    ['an unknown managed policy', { PolicyArns: [{ arn: `${readOnly}2` }] }, /does not exist/],
    ['an external id of 1 character', { ExternalId: 'a' }, /'externalId'.*equal to 2/],
  ])('%s is a ValidationError', async (_, ask, message) => {
    const error = await refusalOf(stage.assume(ask));

    expect(error.name).toBe('ValidationError');
    expect(error.message).toMatch(message);
  });

  test('counts several violations in one message', async () => {
    const error = await refusalOf(stage.assume({ RoleSessionName: 'a', DurationSeconds: 1 }));

    expect(error.message).toMatch(
      /^2 validation errors detected: Value 'a' at 'roleSessionName'.*; /,
    );
  });

  test.each<[string, Ask, string, RegExp]>([
    [
      'two tags of one key',
      {
        Tags: [
          { Key: 'a', Value: '1' },
          { Key: 'A', Value: '2' },
        ],
      },
      'InvalidParameterValue',
      /Duplicate/,
    ],
    [
      'a reserved tag key',
      { Tags: [{ Key: 'aws:a', Value: '1' }] },
      'InvalidParameterValue',
      /reserved/,
    ],
    [
      'a transitive key without its tag',
      { TransitiveTagKeys: ['a'] },
      'InvalidParameterValue',
      /included/,
    ],
    ['a policy that is no JSON', { Policy: '{' }, 'MalformedPolicyDocument', /Syntax/],
    [
      'a policy with a principal',
      {
        Policy: JSON.stringify(
          policy({ Effect: 'Allow', Action: '*', Resource: '*', Principal: '*' }),
        ),
      },
      'MalformedPolicyDocument',
      /principal/,
    ],
  ])('%s is refused', async (_, ask, name, message) => {
    const error = await refusalOf(stage.assume(ask));

    expect(error).toMatchObject({ name: expect.stringContaining(name) });
    expect(error.message).toMatch(message);
  });

  test('a policy that cannot be judged fails the call, and never passes', async () => {
    const unknown = policy({
      Effect: 'Deny',
      Action: '*',
      Resource: '*',
      Condition: { StringEquals: { 'aws:SourceVpc': 'vpc-1' } },
    });

    const error = await refusalOf(stage.assume({ Policy: JSON.stringify(unknown) }));

    expect(error.message).toMatch(/aws:SourceVpc/);
  });
});

import { afterEach, describe, expect, test } from 'vitest';
import {
  deniedIn,
  iamAnswer,
  iamRefusal,
  type LocalIam,
  localIam,
} from '../../testing/local-iam.ts';
import type { Reply } from '../../testing/local-server.ts';
import { stsRefusal } from '../../testing/local-sts.ts';

const document = '{"Version":"2012-10-17","Statement":[]}';
const created = iamAnswer(
  'CreatePolicyVersion',
  '<PolicyVersion><VersionId>v2</VersionId><IsDefaultVersion>true</IsDefaultVersion></PolicyVersion>',
);
const version = (id: string, isDefault: boolean) =>
  `<member><VersionId>${id}</VersionId><IsDefaultVersion>${isDefault}</IsDefaultVersion>` +
  '<CreateDate>2026-01-25T14:30:00Z</CreateDate></member>';

const opened: LocalIam[] = [];
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close();
});

async function open(reply: Reply) {
  const one = await localIam(Date.now(), reply);
  opened.push(one);
  return one;
}

async function outcomeOf(call: Promise<unknown>) {
  try {
    return await call;
  } catch (error) {
    return error instanceof Error && 'code' in error ? error.code : String(error);
  }
}

describe('what IAM says', () => {
  test.each([
    [409, 'LimitExceeded', 'full'],
    [409, 'EntityTemporarilyUnmodifiable', 'busy'],
    [409, 'ConcurrentModification', 'busy'],
    [404, 'NoSuchEntity', 'CONFIG_ERROR'],
    [400, 'MalformedPolicyDocument', 'CONFIG_ERROR'],
    [403, 'AccessDenied', 'CONFIG_ERROR'],
    [403, 'SomethingNew', 'CONFIG_ERROR'],
    [400, 'Throttling', 'DEPENDENCY_UNAVAILABLE'],
    [500, 'ServiceFailure', 'DEPENDENCY_UNAVAILABLE'],
    [503, 'LimitExceeds', 'DEPENDENCY_UNAVAILABLE'],
  ])('by HTTP %d %s of a new version is %s', async (status, code, expected) => {
    const { policies } = await open(iamRefusal(status, code));

    expect(await outcomeOf(policies.create(deniedIn, document))).toBe(expected);
  });

  test.each([
    [404, 'NoSuchEntity', true],
    [409, 'DeleteConflict', false],
    [409, 'ConcurrentModification', false],
    [409, 'LimitExceeded', 'CONFIG_ERROR'],
    [500, 'ServiceFailure', 'DEPENDENCY_UNAVAILABLE'],
  ])('by HTTP %d %s of an old version is %s', async (status, code, expected) => {
    const { policies } = await open(iamRefusal(status, code));

    expect(await outcomeOf(policies.remove(deniedIn, 'v1'))).toBe(expected);
  });

  test.each<[string, Reply]>([
    ['a page', { status: 200, headers: { 'content-type': 'text/html' }, body: '<p>Welcome' }],
    ['no list', iamAnswer('ListPolicyVersions', '')],
    ['a version without an id', iamAnswer('ListPolicyVersions', '<Versions><member/></Versions>')],
  ])('is not taken for versions where it is %s', async (_, reply) => {
    const { policies } = await open(reply);

    expect(await outcomeOf(policies.versions(deniedIn))).toBe('DEPENDENCY_UNAVAILABLE');
  });

  test.each<[string, Reply]>([
    ['a page', { status: 200, headers: { 'content-type': 'text/html' }, body: '<p>Welcome' }],
    ['nothing', iamAnswer('CreatePolicyVersion', '')],
  ])('is not taken for a version that is in force where it is %s', async (_, reply) => {
    const { policies } = await open(reply);

    expect(await outcomeOf(policies.create(deniedIn, document))).toBe('DEPENDENCY_UNAVAILABLE');
  });

  test.each(['drop', 'hang', 'hang-body', 'lost'] as const)(
    'is unknown where its answer is lost: %s',
    async (fault) => {
      const { policies, iam } = await open(created);
      iam.failAll(fault);

      expect(await outcomeOf(policies.create(deniedIn, document))).toBe('DEPENDENCY_UNAVAILABLE');
      expect(iam.received).toHaveLength(1);
    },
  );

  test('in pages is read to its end', async () => {
    const { policies, iam } = await open(
      iamAnswer(
        'ListPolicyVersions',
        `<IsTruncated>false</IsTruncated><Versions>${version('v1', false)}</Versions>`,
      ),
    );
    iam.fail(
      iamAnswer(
        'ListPolicyVersions',
        `<IsTruncated>true</IsTruncated><Marker>m1</Marker><Versions>${version('v2', true)}</Versions>`,
      ),
    );

    const versions = await policies.versions(deniedIn);

    expect(versions.map(({ id, isDefault }) => [id, isDefault])).toEqual([
      ['v2', true],
      ['v1', false],
    ]);
    expect(iam.received[1]?.body).toContain('Marker=m1');
  });
});

describe('the role of the account', () => {
  test('is assumed once for many calls, by role and session name alone', async () => {
    const { policies, sts } = await open(created);

    await Promise.all([policies.create(deniedIn, document), policies.create(deniedIn, document)]);
    await policies.remove(deniedIn, 'v1');

    expect(sts.received.map(({ body }) => Object.fromEntries(new URLSearchParams(body)))).toEqual([
      {
        Action: 'AssumeRole',
        Version: '2011-06-15',
        RoleArn: deniedIn.roleArn,
        RoleSessionName: 'SentinelRevoker',
      },
    ]);
  });

  test('signs what is asked of IAM', async () => {
    const { policies, iam } = await open(created);

    await policies.create(deniedIn, document);

    expect(iam.received[0]?.headers).toMatchObject({
      authorization: expect.stringContaining('Credential=ASIAEXAMPLEEXAMPLE01/'),
      'x-amz-security-token': 'token-canary',
    });
  });

  test.each([
    [403, 'AccessDenied', 'CONFIG_ERROR'],
    [400, 'Throttling', 'DEPENDENCY_UNAVAILABLE'],
    [500, 'InternalFailure', 'DEPENDENCY_UNAVAILABLE'],
  ])('refused by HTTP %d %s is %s, and IAM is not asked', async (status, code, expected) => {
    const { policies, iam, sts } = await open(created);
    sts.failAll(stsRefusal(status, code));

    expect(await outcomeOf(policies.create(deniedIn, document))).toBe(expected);
    expect(iam.received).toHaveLength(0);
  });
});

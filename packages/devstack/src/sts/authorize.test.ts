import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  type Ask,
  inline,
  openStage,
  production,
  type Stage,
  tags,
  workload,
} from '../../testing/sts-stage.ts';
import { hub, refusalOf } from '../../testing/test-bench.ts';

let stage: Awaited<ReturnType<typeof openStage>>;

beforeEach(async () => {
  stage = await openStage();
});

afterEach(() => stage.sts.close());

async function restage(change: Stage): Promise<void> {
  await stage.sts.close();
  stage = await openStage(change);
}

describe('who may assume a role', () => {
  const all = { SourceIdentity: 'sentinel.direct.x', Tags: tags(1) };
  const two = (missing: string) =>
    ['sts:AssumeRole', 'sts:SetSourceIdentity', 'sts:TagSession'].filter((one) => one !== missing);

  test.each<[string, Stage, Ask, string | undefined]>([
    ['both sides allow all', {}, all, undefined],
    ['the caller lacks AssumeRole', { callerActions: two('sts:AssumeRole') }, {}, 'sts:AssumeRole'],
    ['the trust lacks AssumeRole', { trustActions: two('sts:AssumeRole') }, {}, 'sts:AssumeRole'],
    [
      'the caller lacks SetSourceIdentity',
      { callerActions: two('sts:SetSourceIdentity') },
      all,
      'sts:SetSourceIdentity',
    ],
    [
      'the trust lacks SetSourceIdentity',
      { trustActions: two('sts:SetSourceIdentity') },
      all,
      'sts:SetSourceIdentity',
    ],
    [
      'nobody needs SetSourceIdentity',
      { trustActions: two('sts:SetSourceIdentity') },
      { Tags: tags(1) },
      undefined,
    ],
    [
      'the caller lacks TagSession',
      { callerActions: two('sts:TagSession') },
      all,
      'sts:TagSession',
    ],
    ['the trust lacks TagSession', { trustActions: two('sts:TagSession') }, all, 'sts:TagSession'],
    [
      'nobody needs TagSession',
      { trustActions: two('sts:TagSession') },
      { SourceIdentity: 'ab' },
      undefined,
    ],
    [
      'the caller may assume other roles only',
      { callerResource: `arn:aws:iam::${workload}:role/Other*` },
      {},
      'sts:AssumeRole',
    ],
    [
      'the caller may assume protected roles',
      { callerResource: `arn:aws:iam::${workload}:role/SentinelProtected-*` },
      {},
      undefined,
    ],
    [
      'the trust names somebody else',
      { trustPrincipal: { AWS: `arn:aws:iam::${workload}:root` } },
      {},
      'sts:AssumeRole',
    ],
    ['the trust names the account', { trustPrincipal: { AWS: hub } }, {}, undefined],
    [
      'the source identity fits the trust',
      { trustCondition: { StringLike: { 'sts:SourceIdentity': 'sentinel.*' } } },
      { SourceIdentity: 'sentinel.direct.x' },
      undefined,
    ],
    [
      'tagging too waits for the source identity, which it is not asked with',
      { trustCondition: { StringLike: { 'sts:SourceIdentity': 'sentinel.*' } } },
      all,
      'sts:TagSession',
    ],
    [
      'the source identity does not fit',
      { trustCondition: { StringLike: { 'sts:SourceIdentity': 'sentinel.approved.*' } } },
      all,
      'sts:SetSourceIdentity',
    ],
    [
      'the trust wants a source identity',
      { trustCondition: { StringLike: { 'sts:SourceIdentity': '*' } } },
      {},
      'sts:AssumeRole',
    ],
    [
      'the tag fits the trust',
      { trustCondition: { StringEquals: { 'aws:RequestTag/K0': 'v' } } },
      { Tags: tags(1) },
      undefined,
    ],
    [
      'setting the source identity too waits for the tag, which it is not asked with',
      { trustCondition: { StringEquals: { 'aws:RequestTag/K0': 'v' } } },
      all,
      'sts:SetSourceIdentity',
    ],
    [
      'the tag does not fit',
      { trustCondition: { StringEquals: { 'aws:RequestTag/K0': 'w' } } },
      { Tags: tags(1) },
      'sts:TagSession',
    ],
    [
      'the keys of tags are limited',
      { trustCondition: { 'ForAllValues:StringEquals': { 'aws:TagKeys': ['Other'] } } },
      { Tags: tags(1) },
      'sts:TagSession',
    ],
    [
      'transitive tags are forbidden',
      { trustCondition: { Null: { 'sts:TransitiveTagKeys': 'true' } } },
      { Tags: tags(1), TransitiveTagKeys: ['K0'] },
      'sts:TagSession',
    ],
    [
      'the session name fits the trust',
      { trustCondition: { StringEquals: { 'sts:RoleSessionName': 'alice' } } },
      {},
      undefined,
    ],
    [
      'the session name does not fit',
      { trustCondition: { StringEquals: { 'sts:RoleSessionName': 'bob' } } },
      {},
      'sts:AssumeRole',
    ],
    [
      'the external id fits the trust',
      { trustCondition: { StringEquals: { 'sts:ExternalId': 'ab' } } },
      { ExternalId: 'ab' },
      undefined,
    ],
    [
      'the external id is missing',
      { trustCondition: { StringEquals: { 'sts:ExternalId': 'ab' } } },
      {},
      'sts:AssumeRole',
    ],
    [
      'the trust wants MFA',
      { trustCondition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } },
      {},
      'sts:AssumeRole',
    ],
    [
      'the trust wants the function',
      {
        trustCondition: {
          ArnLike: { 'lambda:SourceFunctionArn': `arn:aws:lambda:*:${hub}:function:sentinel` },
        },
      },
      {},
      undefined,
    ],
  ])('where %s', async (_, change, ask, refused) => {
    await restage(change);

    const outcome = await stage.assume(ask).catch((error: unknown) => error);

    if (refused === undefined) return expect(outcome).toMatchObject({ Credentials: {} });
    expect(outcome).toMatchObject({
      name: 'AccessDenied',
      message: `User: arn:aws:sts::${hub}:assumed-role/sentinel-api/sentinel-api is not authorized to perform: ${refused} on resource: ${production}`,
    });
  });

  test('a role that does not exist looks like one that is forbidden', async () => {
    const unknown = await refusalOf(stage.assume({ RoleArn: `${production}-2` }));

    expect(unknown).toMatchObject({
      name: 'AccessDenied',
      message: expect.stringContaining(`${production}-2`),
    });
  });

  test('a session policy of the caller cuts its right to assume', async () => {
    const { api, clock, iam } = stage;
    const narrowed = iam.openSession({
      roleArn: api.arn,
      sessionName: 'narrowed',
      issuedAtMs: clock.nowMs(),
      expiresAtMs: clock.nowMs() + 3_600_000,
      policy: inline,
    });

    expect((await refusalOf(stage.assume({}, narrowed))).name).toBe('AccessDenied');
  });

  test('root may not assume roles', async () => {
    const root = stage.iam.addAccessKey(`arn:aws:iam::${hub}:root`);

    const error = await refusalOf(stage.assume({}, root));

    expect(error).toMatchObject({ name: 'AccessDenied', message: expect.stringContaining('root') });
  });
});

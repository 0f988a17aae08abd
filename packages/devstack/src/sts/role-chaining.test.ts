import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  issuedKeys,
  openStage,
  production,
  stsActions,
  workload,
} from '../../testing/sts-stage.ts';
import { allowAll, policy, refusalOf } from '../../testing/test-bench.ts';

const next = `arn:aws:iam::${workload}:role/next`;

let stage: Awaited<ReturnType<typeof openStage>>;

beforeEach(async () => {
  stage = await openStage();
  stage.iam.setPermissions(production, { policies: [allowAll] });
});

afterEach(() => stage.sts.close());

function trustNext(actions: readonly string[] = stsActions, condition: object = {}): void {
  stage.addRole('next', {
    trust: policy({
      Effect: 'Allow',
      Action: actions,
      Principal: { AWS: production },
      Condition: condition,
    }),
  });
}

async function firstKeys(tags: readonly string[] = [], transitive: readonly string[] = []) {
  const answer = await stage.assume({
    SourceIdentity: 'sentinel.direct.x',
    Tags: tags.map((key) => ({ Key: key, Value: 'first' })),
    TransitiveTagKeys: [...transitive],
  });
  return issuedKeys(answer);
}

describe('the source identity of a session', () => {
  test.each([
    ['is inherited where none is asked', undefined],
    ['may be asked for again', 'sentinel.direct.x'],
  ])('%s', async (_, asked) => {
    trustNext(stsActions, { StringEquals: { 'sts:SourceIdentity': 'sentinel.direct.x' } });
    const ask = asked === undefined ? {} : { SourceIdentity: asked };

    const answer = await stage.assume({ RoleArn: next, ...ask }, await firstKeys());

    expect(answer.SourceIdentity).toBe('sentinel.direct.x');
  });

  test('cannot be changed', async () => {
    trustNext();

    const ask = { RoleArn: next, SourceIdentity: 'sentinel.direct.y' };
    const error = await refusalOf(stage.assume(ask, await firstKeys()));

    expect(error).toMatchObject({
      name: 'ValidationError',
      message: 'The source identity is already set for this assume role session',
    });
  });

  test('needs SetSourceIdentity in the trust of the next role', async () => {
    trustNext(['sts:AssumeRole']);

    const error = await refusalOf(stage.assume({ RoleArn: next }, await firstKeys()));

    expect(error).toMatchObject({
      name: 'AccessDenied',
      message: expect.stringContaining('sts:SetSourceIdentity'),
    });
  });

  test('needs SetSourceIdentity in the permissions of the session', async () => {
    trustNext();
    stage.iam.setPermissions(production, {
      policies: [policy({ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: '*' })],
    });

    const error = await refusalOf(stage.assume({ RoleArn: next }, await firstKeys()));

    expect(error.message).toContain('sts:SetSourceIdentity');
  });
});

describe('the tags of a session', () => {
  test('are dropped at the next role, where they are not transitive', async () => {
    trustNext(['sts:AssumeRole', 'sts:SetSourceIdentity']);
    const first = await firstKeys(['Plain']);

    const keys = issuedKeys(await stage.assume({ RoleArn: next }, first));

    expect(stage.sts.findPrincipal(keys.accessKeyId)).toMatchObject({ tags: [] });
  });

  test('are inherited where they are transitive, as often as roles are chained', async () => {
    trustNext();
    stage.iam.setPermissions(next, { policies: [allowAll] });
    stage.addRole('last', {
      trust: policy({ Effect: 'Allow', Action: stsActions, Principal: { AWS: next } }),
    });
    const first = await firstKeys(['Plain', 'Kept'], ['Kept']);
    const second = issuedKeys(await stage.assume({ RoleArn: next }, first));

    const last = `arn:aws:iam::${workload}:role/last`;
    const keys = issuedKeys(await stage.assume({ RoleArn: last }, second));

    expect(stage.sts.findPrincipal(keys.accessKeyId)).toMatchObject({
      tags: [{ key: 'Kept', value: 'first' }],
      sourceIdentity: 'sentinel.direct.x',
    });
  });

  test('need TagSession at the next role, where they are transitive', async () => {
    trustNext(['sts:AssumeRole', 'sts:SetSourceIdentity']);
    const first = await firstKeys(['Kept'], ['Kept']);

    const error = await refusalOf(stage.assume({ RoleArn: next }, first));

    expect(error.message).toContain('sts:TagSession');
  });

  test('cannot be replaced, where they are transitive', async () => {
    trustNext();
    const first = await firstKeys(['Kept'], ['Kept']);

    const ask = { RoleArn: next, Tags: [{ Key: 'kept', Value: 'second' }] };
    const error = await refusalOf(stage.assume(ask, first));

    expect(error.name).toContain('InvalidParameterValue');
    expect(error.message).toMatch(/conflicts with a transitive tag key/);
  });
});

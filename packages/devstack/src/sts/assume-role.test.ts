import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  inline,
  issuedKeys,
  openStage,
  production,
  type Stage,
  tags,
  workload,
} from '../../testing/sts-stage.ts';
import { allowAll, refusalOf } from '../../testing/test-bench.ts';
import { contextOf } from '../iam/principal.ts';

let stage: Awaited<ReturnType<typeof openStage>>;

beforeEach(async () => {
  stage = await openStage();
});

afterEach(() => stage.sts.close());

async function restage(change: Stage): Promise<void> {
  await stage.sts.close();
  stage = await openStage(change);
}

describe('the packed size', () => {
  test('is told in percent where policies or tags come along', async () => {
    expect((await stage.assume()).PackedPolicySize).toBeUndefined();
    expect((await stage.assume({ Policy: inline })).PackedPolicySize).toBeGreaterThan(0);
    expect((await stage.assume({ Tags: tags(1) })).PackedPolicySize).toBeLessThan(10);
  });

  test('fails what is within every plain limit and cannot be compressed', async () => {
    const noise = Array.from({ length: 10 }, (_, at) => ({
      Key: `K${at}`,
      Value: randomBytes(100).toString('hex'),
    }));

    const error = await refusalOf(stage.assume({ Tags: noise }));

    expect(error.name).toContain('PackedPolicyTooLarge');
    expect(error.message).toMatch(/consumes \d+% of allotted space/);
  });
});

describe('tags', () => {
  test.each([
    [
      'a key twice',
      [
        ['Team', 'a'],
        ['team', 'b'],
      ],
      /Duplicate tag keys/,
    ],
    ["a key with AWS's prefix", [['Aws:team', 'a']], /reserved prefix aws:/],
    ["a value with AWS's prefix", [['Team', 'aws:a']], /reserved prefix aws:/],
  ])('are refused with %s', async (_, pairs, message) => {
    const error = await refusalOf(
      stage.assume({ Tags: pairs.map(([Key, Value]) => ({ Key, Value })) }),
    );

    expect(error.message).toMatch(message);
  });
});

describe('how long a session lasts', () => {
  test.each([
    ['an hour where nothing is asked', undefined, 3600],
    ['what was asked', 900, 900],
    ['up to twelve hours for a user', 43_200, 43_200],
  ])('%s', async (_, asked, seconds) => {
    const ask = asked === undefined ? {} : { DurationSeconds: asked };

    const answer = await stage.assume(ask, stage.userKeys);

    expect(answer.Credentials?.Expiration?.getTime()).toBe(stage.clock.nowMs() + seconds * 1000);
  });

  test('never more than an hour where the caller is a role session itself', async () => {
    const error = await refusalOf(stage.assume({ DurationSeconds: 3601 }));

    expect(error).toMatchObject({
      name: 'ValidationError',
      message:
        'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.',
    });
  });

  test('never more than the role says, and that is told first', async () => {
    await restage({ maxSessionSeconds: 3600 });

    for (const keys of [stage.apiKeys, stage.userKeys]) {
      const error = await refusalOf(stage.assume({ DurationSeconds: 3601 }, keys));
      expect(error).toMatchObject({
        name: 'ValidationError',
        message: 'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
      });
    }
  });
});

describe('what is issued', () => {
  test('names the session as AWS does and echoes the source identity', async () => {
    const role = stage.iam.findRole(production);

    const answer = await stage.assume({ SourceIdentity: 'sentinel.direct.x' });

    expect(answer.AssumedRoleUser).toEqual({
      Arn: `arn:aws:sts::${workload}:assumed-role/SentinelProtected-production/alice`,
      AssumedRoleId: `${role?.id}:alice`,
    });
    expect(answer.SourceIdentity).toBe('sentinel.direct.x');
    expect(issuedKeys(answer).secretAccessKey).toHaveLength(40);
    expect(issuedKeys(answer).accessKeyId).toMatch(/^ASIA[A-Z2-7]{16}$/);
  });

  test('is cut down by the session policies', async () => {
    stage.iam.setPermissions(production, { policies: [allowAll] });
    const keys = issuedKeys(await stage.assume({ Policy: inline }));
    const principal = stage.sts.findPrincipal(keys.accessKeyId);
    if (principal === undefined) throw new Error('no session');
    const may = (action: string) =>
      stage.iam.permits(principal, { action, resource: '*', context: contextOf(principal, 0) });

    expect([may('s3:GetObject'), may('s3:PutObject')]).toEqual(['allow', 'none']);
  });

  test('carries its tags and source identity as condition keys', async () => {
    const keys = issuedKeys(
      await stage.assume({ SourceIdentity: 'ab', Tags: [{ Key: 'SentinelVia', Value: 'direct' }] }),
    );
    const principal = stage.sts.findPrincipal(keys.accessKeyId);
    const context = principal && contextOf(principal, 0);

    expect(context?.get('aws:principaltag/sentinelvia')).toEqual(['direct']);
    expect(context?.get('aws:sourceidentity')).toEqual(['ab']);
    expect(context?.get('aws:principalarn')).toEqual([production]);
    expect(context?.get('aws:tokenissuetime')).toEqual(['2026-01-25T14:30:00.000Z']);
  });
});

import { createHash } from 'node:crypto';
import { type AssumeRoleCommandInput, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { readServiceModel, type ServiceModel } from '@sentinel/devstack/testing/service-model';
import { inline, openStage, readOnly } from '@sentinel/devstack/testing/sts-stage';
import { refusalOf } from '@sentinel/devstack/testing/test-bench';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { brokenOf } from './model-violations.ts';

const found = readServiceModel('sts/2011-06-15');
const nothing: ServiceModel = { operations: {}, shapes: {} };
const model = found ?? nothing;

describe.skipIf(found === undefined)('what the stand-in answers (skipped without botocore)', () => {
  let stage: Awaited<ReturnType<typeof openStage>>;
  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(() => stage.sts.close());

  const named = (length: number): Partial<AssumeRoleCommandInput> => ({
    RoleSessionName: 'a'.repeat(length),
    SourceIdentity: 'b'.repeat(length),
  });

  test.each<[string, Partial<AssumeRoleCommandInput>]>([
    ['the least', {}],
    ['the shortest names', named(2)],
    ['the longest names', named(64)],
    [
      'policies and tags',
      { Policy: inline, PolicyArns: [{ arn: readOnly }], Tags: [{ Key: 'k', Value: 'v' }] },
    ],
  ])('to %s is what the model promises', async (_, ask) => {
    const { $metadata: _metadata, ...answer } = await stage.assume(ask);

    const output = model.operations['AssumeRole']?.output?.shape ?? '';
    expect(brokenOf(model, output, { value: answer })).toEqual([]);
  });

  test('to GetCallerIdentity is what the model promises', async () => {
    const call = stage.client(stage.apiKeys).send(new GetCallerIdentityCommand({}));
    const { $metadata: _metadata, ...answer } = await call;

    const output = model.operations['GetCallerIdentity']?.output?.shape ?? '';
    expect(brokenOf(model, output, { value: answer })).toEqual([]);
    expect(Object.keys(answer).sort()).toEqual(['Account', 'Arn', 'UserId']);
  });

  test('has the code and status of each error that the model names', async () => {
    const errors = (model.operations['AssumeRole']?.errors ?? []).map(({ shape }) => ({
      shape,
      ...model.shapes[shape]?.error,
    }));
    // The stand-in's answer to the other two: a Region is never disabled, and a token expires at the signature.
    const causes: Readonly<Record<string, Partial<AssumeRoleCommandInput>>> = {
      MalformedPolicyDocumentException: { Policy: '{' },
      PackedPolicyTooLargeException: {
        Tags: Array.from({ length: 50 }, (_, nth) => ({ Key: `${nth}`, Value: noise(nth) })),
      },
    };
    expect(errors.map(({ shape }) => shape)).toEqual([
      ...Object.keys(causes),
      'RegionDisabledException',
      'ExpiredTokenException',
    ]);

    for (const [shape, ask] of Object.entries(causes)) {
      const error = await refusalOf(stage.assume(ask));
      const said = errors.find((each) => each.shape === shape);

      expect(error, shape).toMatchObject({
        name: shape,
        $metadata: { httpStatusCode: said?.httpStatusCode },
      });
    }
  });
});

/** 64 characters that hardly pack, others for every number. */
function noise(nth: number): string {
  return createHash('sha256').update(`${nth}`).digest('hex');
}

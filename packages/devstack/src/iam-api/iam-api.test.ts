import {
  CreatePolicyVersionCommand,
  DeletePolicyVersionCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  IAMClient,
  ListPolicyVersionsCommand,
} from '@aws-sdk/client-iam';
import { afterEach, describe, expect, test } from 'vitest';
import {
  allowAll,
  clientSettings,
  hub,
  iamWithUser,
  policy,
  refusalOf,
  testClock,
} from '../../testing/test-bench.ts';
import type { Faults } from '../http/call.ts';
import { iamRegion, type RunningIamApi, startIamApi } from './iam-api.ts';

const arn = `arn:aws:iam::${hub}:policy/SentinelRevocations`;
const PolicyArn = arn;
const opened: RunningIamApi[] = [];
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close();
});

async function open(stage: { readonly rights?: object; readonly faults?: Faults } = {}) {
  const { iam, keys } = iamWithUser([stage.rights ?? allowAll]);
  const clock = testClock();
  const faults = stage.faults === undefined ? {} : { faults: stage.faults };
  const api = await startIamApi({ iam, clock, policies: { [arn]: denyOf('nobody') }, ...faults });
  opened.push(api);
  const client = new IAMClient({ ...clientSettings(api.url, keys, clock), region: iamRegion });
  const create = (document: string, SetAsDefault = true) =>
    client.send(
      new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument: document, SetAsDefault }),
    );
  return { iam, api, keys, clock, client, create };
}

function denyOf(sourceIdentity: string) {
  return policy({
    Effect: 'Deny',
    Action: '*',
    Resource: '*',
    Condition: { StringEquals: { 'aws:SourceIdentity': sourceIdentity } },
  });
}

const text = (sourceIdentity: string) => JSON.stringify(denyOf(sourceIdentity));

describe('versions of a managed policy', () => {
  test('are listed newest first, with the one in force', async () => {
    const { client, create } = await open();

    await create(text('one'));
    await create(text('two'), false);

    const { Versions = [] } = await client.send(new ListPolicyVersionsCommand({ PolicyArn }));
    expect(Versions.map((one) => [one.VersionId, one.IsDefaultVersion])).toEqual([
      ['v3', false],
      ['v2', true],
      ['v1', false],
    ]);
    const { Policy } = await client.send(new GetPolicyCommand({ PolicyArn }));
    expect(Policy).toMatchObject({ PolicyName: 'SentinelRevocations', DefaultVersionId: 'v2' });
  });

  test('are read as they were written, encoded', async () => {
    const { client, create } = await open();
    const written = text('a+b=c @d%2');

    await create(written);

    const { PolicyVersion } = await client.send(
      new GetPolicyVersionCommand({ PolicyArn, VersionId: 'v2' }),
    );
    expect(PolicyVersion?.Document).not.toContain('"');
    expect(decodeURIComponent(PolicyVersion?.Document ?? '')).toBe(written);
  });

  test('are five at most, and no number is given out twice', async () => {
    const { client, create } = await open();
    for (const name of ['a', 'b', 'c', 'd']) await create(text(name));

    expect(await refusalOf(create(text('e')))).toMatchObject({ name: 'LimitExceededException' });

    await client.send(new DeletePolicyVersionCommand({ PolicyArn, VersionId: 'v1' }));
    const { PolicyVersion } = await create(text('e'));
    expect(PolicyVersion?.VersionId).toBe('v6');
  });

  test('have 6,144 characters at most, white space apart', async () => {
    const { create } = await open();
    const padded = (length: number) => text('x'.repeat(length - text('').length));

    await create(padded(6144));
    await create(JSON.stringify(JSON.parse(padded(6144)), null, 8));

    const refusal = await refusalOf(create(padded(6145)));
    expect(refusal).toMatchObject({
      name: 'LimitExceededException',
      message: 'Cannot exceed quota for PolicySize: 6144',
    });
  });

  test.each(['{', '[]', JSON.stringify(policy({ Effect: 'Deny', Action: '*' }))])(
    'are no %s',
    async (document) => {
      const { create } = await open();

      expect(await refusalOf(create(document))).toMatchObject({
        name: 'MalformedPolicyDocumentException',
      });
    },
  );

  test('that cannot be judged are not taken', async () => {
    const { api, create } = await open();
    const odd = JSON.stringify(
      policy({
        Effect: 'Deny',
        Action: '*',
        Resource: '*',
        Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } },
      }),
    );

    await refusalOf(create(odd));

    expect(api.versions(arn)).toHaveLength(1);
  });

  test.each([
    ['the one in force', 'v1', 'DeleteConflictException'],
    ['one that there is not', 'v7', 'NoSuchEntityException'],
  ])('are not deleted: %s', async (_, VersionId, name) => {
    const { client } = await open();

    const refusal = client.send(new DeletePolicyVersionCommand({ PolicyArn, VersionId }));

    expect(await refusalOf(refusal)).toMatchObject({ name });
  });

  test('are judged by, from the moment in which they are in force', async () => {
    const { iam, create } = await open();
    const user = iam.addUser({
      accountId: hub,
      name: 'bob',
      policies: [allowAll],
      managedPolicyArns: [arn],
    });
    const { principal } = iam.findKey(iam.addAccessKey(user.arn).accessKeyId) ?? {};
    const verdict = () =>
      principal &&
      iam.permits(principal, { action: 's3:GetObject', resource: '*', context: new Map() });
    expect(verdict()).toBe('allow');

    await create(JSON.stringify(policy({ Effect: 'Deny', Action: '*', Resource: '*' })));

    expect(verdict()).toBe('deny');
  });
});

describe('a caller', () => {
  const only = (action: string, resource = arn) => ({
    rights: policy({ Effect: 'Allow', Action: action, Resource: resource }),
  });

  test.each([
    ['has no right to the operation', only('iam:ListPolicyVersions'), arn],
    ['has it for another policy', only('iam:*', `${arn}2`), arn],
    ['asks for another account', only('*', '*'), arn.replace(hub, '444455556666')],
  ])('is refused who %s', async (_, stage, policyArn) => {
    const { client } = await open(stage);

    const refusal = client.send(new GetPolicyCommand({ PolicyArn: policyArn }));

    expect(await refusalOf(refusal)).toMatchObject({ name: 'AccessDenied' });
  });

  test.each([
    ['an id that is none', { PolicyArn, VersionId: '7' }, 'ValidationError'],
    [
      'a policy that there is not',
      { PolicyArn: `${arn}2`, VersionId: 'v1' },
      'NoSuchEntityException',
    ],
    ['a version that there is not', { PolicyArn, VersionId: 'v9' }, 'NoSuchEntityException'],
  ])('is refused %s', async (_, ask, name) => {
    const { client } = await open();

    const refusal = client.send(new GetPolicyVersionCommand(ask));

    expect(await refusalOf(refusal)).toMatchObject({ name });
  });

  test('of another Region than that of IAM is not known', async () => {
    const { api, keys, clock } = await open();
    const client = new IAMClient(clientSettings(api.url, keys, clock));

    expect(await refusalOf(client.send(new GetPolicyCommand({ PolicyArn })))).toMatchObject({
      name: 'SignatureDoesNotMatch',
    });
  });

  test('reads as before the last change where IAM lags behind', async () => {
    const stale: Faults = ({ operation }) =>
      operation === 'ListPolicyVersions' ? { kind: 'stale' } : undefined;
    const { client, create } = await open({ faults: stale });
    await create(text('one'));

    const { Versions } = await client.send(new ListPolicyVersionsCommand({ PolicyArn }));

    expect(Versions?.map((one) => one.VersionId)).toEqual(['v1']);
  });
});

import { request } from 'node:http';
import {
  AssumeRoleCommand,
  GetCallerIdentityCommand,
  GetSessionTokenCommand,
} from '@aws-sdk/client-sts';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { signedFetch } from '../../testing/signers.ts';
import { issuedKeys, openStage, plain, workload } from '../../testing/sts-stage.ts';
import { hub, policy, refusalOf, region } from '../../testing/test-bench.ts';

let stage: Awaited<ReturnType<typeof openStage>>;

beforeEach(async () => {
  stage = await openStage();
});

afterEach(() => stage.sts.close());

function whoAmI(keys: Parameters<typeof stage.client>[0], settings = {}) {
  const client = stage.client(keys);
  Object.assign(client.config, settings);
  return client.send(new GetCallerIdentityCommand({}));
}

describe('GetCallerIdentity', () => {
  test('tells a user, a session of a service and a session that was vended', async () => {
    const vended = issuedKeys(await stage.assume());

    const [user, api, session] = await Promise.all(
      [stage.userKeys, stage.apiKeys, vended].map((keys) => whoAmI(keys)),
    );

    expect(user).toMatchObject({
      Account: hub,
      Arn: `arn:aws:iam::${hub}:user/alice`,
      UserId: stage.user.id,
    });
    expect(api?.Arn).toBe(`arn:aws:sts::${hub}:assumed-role/sentinel-api/sentinel-api`);
    expect(session).toMatchObject({
      Account: workload,
      Arn: `arn:aws:sts::${workload}:assumed-role/SentinelProtected-production/alice`,
      UserId: expect.stringMatching(/^AROA[A-Z2-7]{17}:alice$/),
    });
  });

  test('works for those who are denied everything', async () => {
    const everything = policy({ Effect: 'Deny', Action: '*', Resource: '*' });
    stage.iam.setPermissions(stage.user.arn, { policies: [everything] });

    expect((await whoAmI(stage.userKeys)).Account).toBe(hub);
  });
});

describe('a signature', () => {
  const otherSecret = 'x'.repeat(40);

  test.each([
    [
      'of an unknown key',
      () => ({ ...stage.userKeys, accessKeyId: 'AKIAAAAAAAAAAAAAAAAA' }),
      'InvalidClientTokenId',
    ],
    [
      'by another secret',
      () => ({ ...stage.userKeys, secretAccessKey: otherSecret }),
      'SignatureDoesNotMatch',
    ],
    [
      'of a session without its token',
      () => ({
        accessKeyId: stage.apiKeys.accessKeyId,
        secretAccessKey: stage.apiKeys.secretAccessKey,
      }),
      'InvalidClientTokenId',
    ],
    [
      'of a session with another token',
      () => ({ ...stage.apiKeys, sessionToken: 'x' }),
      'InvalidClientTokenId',
    ],
    [
      'of a user with a token',
      () => ({ ...stage.userKeys, sessionToken: 'x' }),
      'InvalidClientTokenId',
    ],
  ])('%s is refused', async (_, keys, name) => {
    const error = await refusalOf(whoAmI(keys()));

    expect(error).toMatchObject({ name, $metadata: { httpStatusCode: 403 } });
  });

  test('of an expired session is refused, from the second of its expiry on', async () => {
    const keys = issuedKeys(await stage.assume({ DurationSeconds: 900 }));
    stage.clock.advance(899_000);
    expect((await whoAmI(keys)).Account).toBe(workload);

    stage.clock.advance(1_000);

    expect((await refusalOf(whoAmI(keys))).name).toContain('ExpiredToken');
  });

  test('of a role that is gone is refused', async () => {
    const keys = issuedKeys(await stage.assume());
    stage.iam.removeRole(plain.RoleArn ?? '');

    expect((await refusalOf(whoAmI(keys))).name).toBe('InvalidClientTokenId');
  });

  test.each([
    ['another Region', { region: async () => 'us-east-1' }],
    ['another time', { systemClockOffset: 0 }],
  ])('for %s is refused', async (_, settings) => {
    expect((await refusalOf(whoAmI(stage.userKeys, settings))).name).toBe('SignatureDoesNotMatch');
  });

  test('that is missing is refused in the XML of STS', async () => {
    const answer = await fetch(stage.sts.url, { method: 'POST', body: 'Action=GetCallerIdentity' });

    expect(answer.status).toBe(403);
    expect(await answer.text()).toMatch(
      /<ErrorResponse xmlns="https:\/\/sts.amazonaws.com\/doc\/2011-06-15\/">[\s\S]*<Code>MissingAuthenticationToken<\/Code>[\s\S]*<RequestId>[0-9a-f-]{36}</,
    );
  });
});

describe('the server', () => {
  test('refuses actions that it does not know', async () => {
    const call = stage.client(stage.userKeys).send(new GetSessionTokenCommand({}));

    expect((await refusalOf(call)).name).toBe('InvalidAction');
  });

  test.each([
    ['of no version', '', 'NO_VERSION_SPECIFIED'],
    ['of another version', '&Version=2011-06-16', '2011-06-16'],
  ])('refuses an action %s', async (_, form, named) => {
    const answer = await signedFetch(stage.sts.url, {
      method: 'POST',
      body: `Action=GetCallerIdentity${form}`,
      credentials: stage.userKeys,
      region,
      service: 'sts',
      now: new Date(stage.clock.nowMs()),
    });

    expect(answer.status).toBe(400);
    expect(answer.body).toMatch(new RegExp(`<Code>InvalidAction</Code>.*version ${named}<`, 's'));
  });

  test('fails on members that it does not model, and never passes them over', async () => {
    const call = stage.assume({
      SerialNumber: 'arn:aws:iam::111122223333:mfa/a',
      TokenCode: '123456',
    });

    expect((await refusalOf(call)).message).toMatch(/SerialNumber/);
  });

  test('keeps the calls with a valid signature', async () => {
    await stage.assume({ SourceIdentity: 'ab' });
    await refusalOf(whoAmI({ ...stage.userKeys, secretAccessKey: 'x' }));

    expect(stage.sts.calls).toMatchObject([
      {
        service: 'sts',
        operation: 'AssumeRole',
        nth: 1,
        accessKeyId: stage.apiKeys.accessKeyId,
        input: { SourceIdentity: 'ab', RoleSessionName: 'alice' },
      },
    ]);
    expect([stage.sts.count(), stage.sts.count('AssumeRole'), stage.sts.count('X')]).toEqual([
      1, 1, 0,
    ]);
  });

  test('answers a body that is too long, and goes on', async () => {
    const answer = await fetch(stage.sts.url, {
      method: 'POST',
      body: 'x'.repeat(17 * 1024 * 1024),
    });

    expect(answer.status).toBe(413);
    expect((await whoAmI(stage.userKeys)).Account).toBe(hub);
  });

  test('survives a client that goes away', async () => {
    const call = request(stage.sts.url, { method: 'POST', headers: { 'Content-Length': 100 } });
    const isGone = new Promise((resolve) => call.once('error', resolve));
    call.write('Action=');
    call.destroy(new Error('gone'));
    await isGone;

    expect((await whoAmI(stage.userKeys)).Account).toBe(hub);
  });

  test('escapes what it echoes', async () => {
    const client = stage.client(stage.userKeys);
    const ask = { ...plain, RoleSessionName: `<a>&"'` };

    const error = await refusalOf(client.send(new AssumeRoleCommand(ask)));

    expect(error.message).toContain(`Value '<a>&"'' at 'roleSessionName'`);
  });
});

import { inspect } from 'node:util';
import { memoryClock } from '@sentinel/core/memory/clock';
import { noon } from '@sentinel/core/testing/contracts/a-session';
import { anAsk, credentialsContract } from '@sentinel/core/testing/contracts/credentials';
import { afterAll, describe, expect, test } from 'vitest';
import type { Fault } from '../../testing/local-server.ts';
import {
  type Assumed,
  assumed,
  type LocalSts,
  localSts,
  stsRefusal,
  xml,
} from '../../testing/local-sts.ts';
import { stsCredentials } from './sts-credentials.ts';

const started: LocalSts[] = [];

async function start(patienceMs?: number) {
  const sts = await localSts(noon);
  started.push(sts);
  return { ...sts, credentials: stsCredentials(sts.connect(patienceMs), memoryClock(noon)) };
}

afterAll(async () => {
  await Promise.all(started.map(({ server }) => server.close()));
});

credentialsContract('from STS', async () => {
  const { credentials } = await start();
  return { connect: () => credentials, nowMs: () => noon };
});

describe('SEC-30 assuming a role', () => {
  test('asks for exactly what was decided', async () => {
    const { server, credentials } = await start();

    await credentials.assume(anAsk);

    expect(Object.fromEntries(new URLSearchParams(server.received[0]?.body))).toEqual({
      Action: 'AssumeRole',
      Version: '2011-06-15',
      RoleArn: anAsk.roleArn,
      RoleSessionName: 'alice',
      SourceIdentity: anAsk.sourceIdentity,
      DurationSeconds: '900',
      'Tags.member.1.Key': 'SentinelProfile',
      'Tags.member.1.Value': 'production',
      Policy: anAsk.policy,
      'PolicyArns.member.1.arn': 'arn:aws:iam::aws:policy/ReadOnlyAccess',
    });
  });

  test('leaves out what was not decided', async () => {
    const { server, credentials } = await start();
    const { policy: _policy, ...rest } = anAsk;

    await credentials.assume({ ...rest, tags: [], policyArns: [] });

    const asked = [...new URLSearchParams(server.received[0]?.body).keys()];
    expect(asked.filter((name) => /^(Tags|Policy|PolicyArns)/.test(name))).toEqual([]);
  });

  test('takes an answer without a source identity', async () => {
    const { server, credentials } = await start();
    server.failAll(answerWith({ sourceIdentity: undefined }));

    expect((await credentials.assume(anAsk)).accessKeyId).toBe('ASIAEXAMPLEEXAMPLE01');
  });

  test.each([
    ['AccessDenied', 403, 'CREDENTIAL_ERROR'],
    ['ValidationError', 400, 'CREDENTIAL_ERROR'],
    ['MalformedPolicyDocument', 400, 'CREDENTIAL_ERROR'],
    ['PackedPolicyTooLarge', 400, 'CREDENTIAL_ERROR'],
    ['RegionDisabledException', 403, 'CREDENTIAL_ERROR'],
    ['ExpiredTokenException', 400, 'CREDENTIAL_ERROR'],
    ['Throttling', 400, 'DEPENDENCY_UNAVAILABLE'],
    ['RequestLimitExceeded', 503, 'DEPENDENCY_UNAVAILABLE'],
    ['InternalFailure', 500, 'DEPENDENCY_UNAVAILABLE'],
    ['ServiceUnavailable', 503, 'DEPENDENCY_UNAVAILABLE'],
  ])('SEC-02 STS refusing by %s (%i) is %s', async (name, status, code) => {
    const { server, credentials } = await start();
    server.failAll(stsRefusal(status, name));

    expect(
      await credentials.assume(anAsk).catch((error: unknown) => error),
      'SECURITY VIOLATION: a refusal of STS gave credentials',
    ).toMatchObject({ code, message: expect.stringContaining(name) });
  });

  test.each<[string, Fault]>([
    ['a dropped connection', 'drop'],
    ['a lost reply', 'lost'],
    ['silence', 'hang'],
  ])('SEC-02 %s is no answer', async (_name, fault) => {
    const { server, credentials } = await start(300);
    server.failAll(fault);

    expect(
      await credentials.assume(anAsk).catch((error: unknown) => error),
      'SECURITY VIOLATION: no answer gave credentials',
    ).toMatchObject({ code: 'DEPENDENCY_UNAVAILABLE' });
  });

  test('SEC-02 half an answer is none, and no wait without end', async () => {
    const { server, credentials } = await start(300);
    server.failAll('hang-body');

    expect(
      await credentials.assume(anAsk).catch((error: unknown) => error),
      'SECURITY VIOLATION: half an answer gave credentials',
    ).toMatchObject({ code: 'DEPENDENCY_UNAVAILABLE' });
  });

  const minutes = (count: number) => new Date(noon + (15 + count) * 60_000).toISOString();
  const odd: readonly [string, Fault][] = [
    ['no key id', answerWith({ accessKeyId: undefined })],
    ['an empty key id', answerWith({ accessKeyId: '' })],
    ['a key id with a separator', answerWith({ accessKeyId: 'ASIAEXAMPLE#EXAMPLE1' })],
    ['no secret', answerWith({ secretAccessKey: undefined })],
    ['an empty secret', answerWith({ secretAccessKey: '' })],
    ['no token', answerWith({ sessionToken: undefined })],
    ['a token of two lines', answerWith({ sessionToken: 'token-canary\nx' })],
    ['no expiry', answerWith({ expiration: undefined })],
    ['an expiry that is none', answerWith({ expiration: 'soon-canary' })],
    ['an expiry that is past', answerWith({ expiration: minutes(-16) })],
    ['an expiry too late', answerWith({ expiration: minutes(6) })],
    ['an expiry too early', answerWith({ expiration: minutes(-6) })],
    ['another role', answerWith({ arn: 'arn:aws:sts::111122223333:assumed-role/Admin/alice' })],
    [
      'another account',
      answerWith({
        arn: 'arn:aws:sts::999999999999:assumed-role/SentinelProtected-Production/alice',
      }),
    ],
    [
      'another session name',
      answerWith({
        arn: 'arn:aws:sts::111122223333:assumed-role/SentinelProtected-Production/bob',
      }),
    ],
    ['another session id', answerWith({ assumedRoleId: 'AROAEXAMPLEEXAMPLE000:bob' })],
    ['no session id', answerWith({ assumedRoleId: undefined })],
    ['another source identity', answerWith({ sourceIdentity: 'sentinel.direct.0.mallory' })],
    ['an empty answer', xml(200, '')],
    ['an answer without credentials', xml(200, '<AssumeRoleResponse/>')],
    ['a page of HTML', { status: 200, body: '<html>secret-canary</html>' }],
    ['broken XML', xml(200, '<AssumeRoleResponse><a>secret-canary</b>')],
    ['text', { status: 200, body: 'secret-canary' }],
  ];

  test.each(odd)('SEC-02 an answer with %s gives no credentials', async (_name, fault) => {
    const { server, credentials } = await start();
    server.failAll(fault);

    const given: unknown = await credentials.assume(anAsk).catch((thrown: unknown) => thrown);

    expect(given, 'SECURITY VIOLATION: an odd answer gave credentials').toMatchObject({
      code: 'CREDENTIAL_ERROR',
    });
  });

  test.each(odd)('SEC-15 an answer with %s is not quoted by its error', async (_name, fault) => {
    const { server, credentials } = await start();
    server.failAll(fault);

    const error: unknown = await credentials.assume(anAsk).catch((thrown: unknown) => thrown);

    const shown = inspect(error, { depth: Number.POSITIVE_INFINITY, showHidden: true });
    expect(shown, 'SECURITY VIOLATION: an error holds a secret').not.toMatch(/canary/);
  });
});

function answerWith(changes: Assumed): Fault {
  const body = new URLSearchParams({
    RoleArn: anAsk.roleArn,
    RoleSessionName: anAsk.roleSessionName,
    SourceIdentity: anAsk.sourceIdentity,
    DurationSeconds: String(anAsk.durationSeconds),
  });
  return assumed(body.toString(), noon, changes);
}

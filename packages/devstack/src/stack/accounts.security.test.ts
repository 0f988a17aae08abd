import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { arns } from '@sentinel/tvm/infrastructure/names';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { clientSettings, hub, region, testClock } from '../../testing/test-bench.ts';
import { startSts } from '../sts/sts.ts';
import { demoAccounts } from './accounts.ts';
import { names, place, protectedRoleArn } from './place.ts';

const clock = testClock();
const { iam } = demoAccounts(clock.nowMs());
let sts: Awaited<ReturnType<typeof startSts>>;

beforeAll(async () => {
  sts = await startSts({ iam, region, clock });
});

afterAll(() => sts.close());

/** What the API asks for, with keys of a role that were delivered to this function, or to none. */
function vend(about: {
  readonly role?: string;
  readonly from?: string;
  readonly profile?: string;
  readonly sourceIdentity?: string;
}): Promise<unknown> {
  const { role = place.apiRole, from, profile = 'production' } = about;
  const keys = iam.openSession({
    roleArn: `arn:aws:iam::${hub}:role/${role}`,
    sessionName: role,
    issuedAtMs: clock.nowMs(),
    expiresAtMs: clock.nowMs() + 3_600_000,
    carried: from === undefined ? {} : { 'lambda:SourceFunctionArn': arns.function(names, from) },
  });
  return new STSClient(clientSettings(sts.url, keys, clock)).send(
    new AssumeRoleCommand({
      RoleArn: protectedRoleArn('Production'),
      RoleSessionName: 'alice',
      SourceIdentity: about.sourceIdentity ?? 'sentinel.direct.0123456789abcdef.alice',
      Tags: [{ Key: 'SentinelProfile', Value: profile }],
    }),
  );
}

describe('SEC-25 a protected role of the dev stack, by the rights that are deployed', () => {
  test('is assumed by the API from its own function', async () => {
    await expect(vend({ from: 'api' })).resolves.toMatchObject({ Credentials: {} });
  });

  test.each([
    ['the keys of the API anywhere else', {}],
    ['the keys of the API in another function', { from: 'notifier' }],
    ['the revoker', { role: place.revokerRole, from: 'revoker' }],
    ['the notifier', { role: place.notifierRole, from: 'notifier' }],
    ['the API for a profile that the role is not pinned to', { from: 'api', profile: 'dev' }],
    ['the API by a stamp that is not its own', { from: 'api', sourceIdentity: 'x.sentinel.y' }],
  ])('SEC-25 is not assumed by %s', async (_who, about) => {
    const outcome = await vend(about).catch((error: unknown) => error);

    expect(outcome, 'SECURITY VIOLATION: a protected role was assumed').toMatchObject({
      name: 'AccessDenied',
    });
  });
});

import { Agent } from 'node:http';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { anAsk } from '@sentinel/core/testing/contracts/credentials';
import { stsCredentials } from '@sentinel/tvm/adapters/sts-credentials';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { adapterContracts } from './adapter-contracts.ts';
import { type AwsApi, type Keys, systemClock } from './aws-api.ts';
import { differences } from './differences.ts';
import { hasMoto, type Moto, startMoto } from './moto.ts';
import { startStandIns } from './stand-ins.ts';

describe.skipIf(!hasMoto())('moto (skipped where it is not installed)', () => {
  let moto: Moto;
  let standIns: Awaited<ReturnType<typeof startStandIns>>;
  beforeAll(async () => {
    [moto, standIns] = await Promise.all([startMoto(), startStandIns()]);
  }, 90_000);
  afterAll(() => Promise.all([moto.close(), standIns.close()]));

  // One request at a time: of writes to one item at the same time moto loses some.
  const inTurn = new Agent({ keepAlive: true, maxSockets: 1 });
  adapterContracts('moto', () => moto, inTurn);

  describe('differs from the stand-ins', () => {
    test.each(differences)('in $service: $what', async ({ outcome, ...row }) => {
      const both: readonly AwsApi[] = [standIns, moto];

      const outcomes = await Promise.all(both.map(outcome));

      expect(outcomes).toEqual([row.standIns, row.moto]);
      expect(row.standIns).not.toBe(row.moto);
    });
  });

  describe('that checks callers agrees with the stand-ins', () => {
    const mayAssume = statement({ Action: 'sts:AssumeRole', Resource: '*' });
    const mayNot = statement({ Action: 's3:*', Resource: '*' });

    /** A user of either who may do that. */
    async function userOf(server: 'moto' | 'the stand-ins', name: string, policy: object) {
      if (server === 'moto') return { settings: moto.sts, keys: await moto.addUser(name, policy) };
      const user = standIns.iam.addUser({ accountId: '111122223333', name, policies: [policy] });
      return { settings: standIns.sts, keys: standIns.iam.addAccessKey(user.arn) };
    }

    const secret = 'x'.repeat(40);
    const callers: readonly (readonly [string, (keys: Keys) => Keys, string])[] = [
      ['the caller themselves', (keys) => keys, 'accepted'],
      ['another secret', (keys) => ({ ...keys, secretAccessKey: secret }), 'SignatureDoesNotMatch'],
      [
        'an unknown key',
        (keys) => ({ ...keys, accessKeyId: 'AKIAAAAAAAAAAAAAAAAA' }),
        'InvalidClientTokenId',
      ],
    ];
    const servers = ['moto', 'the stand-ins'] as const;
    const rows = callers.flatMap((row) => servers.map((server) => [server, ...row] as const));

    test.each(rows)('%s: a request signed by %s', async (server, who, change, expected) => {
      const { settings, keys } = await userOf(server, who.replaceAll(' ', '-'), mayAssume);
      await moto.checkCallers();
      try {
        const client = new STSClient({ ...settings, credentials: change(keys) });

        const call = client.send(new GetCallerIdentityCommand({}));

        const outcome = await call.then(
          () => 'accepted',
          (error: Error) => error.name,
        );
        expect(outcome).toBe(expected);
      } finally {
        await moto.ignoreCallers();
      }
    });

    test.each(servers)('%s: the adapter is told that it may not assume', async (server) => {
      const { settings, keys } = await userOf(server, 'powerless', mayNot);
      await moto.checkCallers();
      try {
        const client = new STSClient({ ...settings, credentials: keys });

        await expect(stsCredentials(client, systemClock).assume(anAsk)).rejects.toMatchObject({
          code: 'CREDENTIAL_ERROR',
          message: expect.stringContaining('AccessDenied'),
        });
      } finally {
        await moto.ignoreCallers();
      }
    });
  });
});

function statement(about: object) {
  return { Version: '2012-10-17', Statement: { Effect: 'Allow', ...about } };
}

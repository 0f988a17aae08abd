import { aSession, noon } from '@sentinel/core/testing/contracts/a-session';
import { anAsk } from '@sentinel/core/testing/contracts/credentials';
import { afterAll, describe, expect, test } from 'vitest';
import { type LocalServer, localServer } from '../testing/local-server.ts';
import { readConfig } from './config.ts';
import { version } from './version.ts';
import { wire } from './wire.ts';

const config = readConfig({
  SENTINEL_TABLE: 'sentinel',
  SENTINEL_API_ID: 'a1b2c3d4e5',
  SENTINEL_ACCOUNT_ID: '111122223333',
  AWS_REGION: 'eu-west-1',
});
const credentials = {
  accessKeyId: 'AKIDEXAMPLE',
  secretAccessKey: 'secret',
  sessionToken: 'token',
};

/** Time is counted while the process runs: that in which a busy machine lets it wait is none of the client's. */
const tickMs = 50;

const servers: LocalServer[] = [];
afterAll(() => Promise.all(servers.map((server) => server.close())));

async function start() {
  const server = await localServer(() => ({ status: 400, body: '{}' }));
  servers.push(server);
  const client = { endpoint: server.url, credentials };
  return { server, ports: wire(config, { dynamodb: client, ssm: client, sts: client }) };
}

describe('the wiring', () => {
  test('signs for the Region of the settings, each service by its name', async () => {
    const { server, ports } = await start();

    await Promise.allSettled([
      ports.sessions.find(aSession()),
      ports.policies.read({ kind: 'directory' }),
      ports.credentials.assume(anAsk),
    ]);

    const scopes = server.received.map(({ headers }) =>
      /Credential=AKIDEXAMPLE\/\d{8}\/([^,]+)\/aws4_request/.exec(String(headers['authorization'])),
    );
    expect(scopes.map((scope) => scope?.[1]).sort()).toEqual([
      'eu-west-1/dynamodb',
      'eu-west-1/ssm',
      'eu-west-1/sts',
    ]);
  });

  test('names itself, and nothing that the SDK would tell of how it was made', async () => {
    const { server, ports } = await start();

    await Promise.allSettled([
      ports.sessions.find(aSession()),
      ports.policies.read({ kind: 'directory' }),
      ports.credentials.assume(anAsk),
    ]);

    const agents = server.received.map(({ headers }) => headers['user-agent']);
    expect(agents).toEqual(Array.from({ length: 3 }, () => `sentinel/${version}`));
  });

  test.each([
    ['dynamodb', 2],
    ['ssm', 2],
    ['sts', 2],
  ] as const)(
    'tries %s no more than %i times, however long it is silent',
    async (service, tries) => {
      const { server, ports } = await start();
      server.failAll({ status: 500, body: '' });
      const calls = {
        dynamodb: () => ports.sessions.find(aSession()),
        ssm: () => ports.policies.read({ kind: 'directory' }),
        sts: () => ports.credentials.assume(anAsk),
      };

      await expect(calls[service]()).rejects.toMatchObject({ code: 'DEPENDENCY_UNAVAILABLE' });

      expect(server.received).toHaveLength(tries);
    },
  );

  test('gives up on a silent STS well before the ten seconds that issuing may take', async () => {
    const { server, ports } = await start();
    server.failAll('hang');
    let ticks = 0;
    const ticking = setInterval(() => (ticks += 1), tickMs);

    await expect(ports.credentials.assume(anAsk)).rejects.toMatchObject({
      code: 'DEPENDENCY_UNAVAILABLE',
    });

    clearInterval(ticking);
    expect(ticks * tickMs).toBeLessThan(8000);
  });

  test('draws ids of 64 bits, and hashes', () => {
    const { random, sha256, clock } = wire(config, {});

    expect(random.id()).toMatch(/^[0-9a-f]{16}$/);
    expect(random.id()).not.toBe(random.id());
    expect(Buffer.from(sha256('abc')).toString('hex')).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    );
    expect(clock.nowMs()).toBeGreaterThan(noon);
  });
});

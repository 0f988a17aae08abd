import { Agent, get } from 'node:http';
import { createConnection } from 'node:net';
import { expect, test } from 'vitest';
import { startRecording } from '../../testing/recording-gateway.ts';

/** Longer than a test may take: who waits for it fails. */
const never = 60_000;

test('closing ends connections kept alive, at once', async () => {
  const gateway = await startRecording({ closeGraceMs: never });
  const agent = new Agent({ keepAlive: true });
  await viaAgent(gateway.url, agent);
  const [socket] = Object.values(agent.freeSockets).flat();
  const ended = new Promise((resolve) => socket?.once('close', resolve));

  await gateway.close();
  await ended;

  await expect(viaAgent(gateway.url, agent)).rejects.toThrow('ECONNREFUSED');
  agent.destroy();
});

test('closing ends connections that never asked', async () => {
  const gateway = await startRecording({ closeGraceMs: 20 });
  const socket = createConnection(Number(new URL(gateway.url).port), '127.0.0.1');
  await new Promise((resolve) => socket.once('connect', resolve));
  const ended = new Promise((resolve) => socket.once('close', resolve));

  await gateway.close();

  await ended;
});

test('closing lets a request under way finish, and then ends its connection at once', async () => {
  const entered = Promise.withResolvers<void>();
  const release = Promise.withResolvers<void>();
  const gateway = await startRecording({
    handler: async () => {
      entered.resolve();
      await release.promise;
      return { statusCode: 200, body: 'finished' };
    },
    closeGraceMs: never,
  });

  const answer = gateway.call('/', { headers: { connection: 'keep-alive' } });
  await entered.promise;
  const closed = gateway.close();
  release.resolve();

  expect(await answer).toMatchObject({
    status: 200,
    body: 'finished',
    headers: { connection: 'close' },
  });
  await closed;
});

test('closing does not wait for one that hangs', async () => {
  const entered = Promise.withResolvers<void>();
  const gateway = await startRecording({
    handler: () => {
      entered.resolve();
      return new Promise(() => {});
    },
    closeGraceMs: 20,
    integrationTimeoutMs: 1000,
  });

  const answer = expect(gateway.call('/')).rejects.toThrow('socket hang up');
  await entered.promise;
  await gateway.close();

  await answer;
});

test('closing twice is closing once', async () => {
  const gateway = await startRecording();

  await Promise.all([gateway.close(), gateway.close()]);
});

function viaAgent(url: string, agent: Agent): Promise<void> {
  return new Promise((resolve, reject) => {
    get(url, { agent }, (answer) => answer.resume().on('end', () => setImmediate(resolve))).on(
      'error',
      reject,
    );
  });
}

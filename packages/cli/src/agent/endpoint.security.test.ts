import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { expect, test } from 'vitest';
import { openAgent, openWithGoodRequest } from '../../testing/open-agent.ts';
import { requestText, sendRaw } from '../../testing/raw-http.ts';

const secrets = /canary|ASIASENTINELTEST/;
const violation = 'SECURITY VIOLATION: the local endpoint answered somebody who is not its child';

test('SEC-18 what follows a refused request on its connection is not read', async () => {
  const { port, good, without } = await openWithGoodRequest();
  const keeping = without('Connection');

  const first = requestText('POST /credentials HTTP/1.1', [...keeping, 'Content-Length: 0']);
  const got = await sendRaw(port, first + requestText('GET /credentials HTTP/1.1', good));

  expect(got.text, violation).not.toMatch(secrets);
});

test.each([
  { why: 'nothing', text: '' },
  { why: 'half a request line', text: 'GET /cred' },
  { why: 'headers without an end', text: 'GET /credentials HTTP/1.1\r\nHost: x\r\nA: b' },
])('SEC-18 a client that sends $why is cut off', async ({ text }) => {
  const { port } = await openAgent(undefined, { limits: { requestMs: 300 } });

  const got = await sendRaw(port, text, { patienceMs: 2_500 });

  expect(got.closed, 'SECURITY VIOLATION: a slow client holds the endpoint').toBe(true);
  expect(got.text).not.toMatch(secrets);
});

test('SEC-18 connections beyond the limit are dropped, and the endpoint goes on', async () => {
  const { port, host, token } = await openAgent(undefined, {
    limits: { connections: 2, requestMs: 300 },
  });
  const idle = await Promise.all([sendRaw(port, '', { patienceMs: 1_500 }), sendRaw(port, '')]);

  const good = [`Host: ${host}`, `Authorization: ${token}`, 'Connection: close'];
  const after = await sendRaw(port, requestText('GET /credentials HTTP/1.1', good));

  expect(idle.every(({ closed }) => closed)).toBe(true);
  expect(after.status).toBe(200);
});

test.runIf(process.platform === 'linux')(
  'SEC-18 it listens on 127.0.0.1 and nowhere else',
  async () => {
    const { port } = await openAgent();
    const hex = port.toString(16).toUpperCase().padStart(4, '0');

    const listening = ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((file) =>
      readFileSync(file, 'utf8')
        .split('\n')
        .map((line) => line.trim().split(/\s+/))
        .filter(([, local, , state]) => state === '0A' && local?.endsWith(`:${hex}`))
        .map(([, local]) => local),
    );

    expect(listening, 'SECURITY VIOLATION: the endpoint listens elsewhere').toEqual([
      `0100007F:${hex}`,
    ]);
  },
);

test('SEC-18 no other address of the machine reaches it', async () => {
  const { port } = await openAgent();
  const others = Object.values(networkInterfaces())
    .flat()
    .flatMap((found) => (found && found.address !== '127.0.0.1' ? [found.address] : []));

  const reached = await Promise.all(others.map((host) => reaches(host, port)));

  expect(reached, 'SECURITY VIOLATION: reached from outside').not.toContain(true);
});

test('SEC-18 tokens have 256 bits and are never the same', async () => {
  const all = await Promise.all(Array.from({ length: 50 }, () => openAgent()));

  const tokens = new Set(all.map(({ token }) => token));

  expect(tokens.size, 'SECURITY VIOLATION: a token came twice').toBe(50);
  for (const token of tokens) expect(Buffer.from(token, 'base64url').length).toBe(32);
});

test('SEC-18 once closed nothing answers, not even on a connection that was open', async () => {
  const { port, good, close } = await openWithGoodRequest();
  const keeping = connect({ host: '127.0.0.1', port });
  await new Promise<void>((resolve) => keeping.once('connect', resolve));

  await close();

  await expect
    .poll(() => keeping.destroyed, {
      message: 'SECURITY VIOLATION: a connection outlives the child',
    })
    .toBe(true);
  const got = await sendRaw(port, requestText('GET /credentials HTTP/1.1', good));
  expect(got.text, 'SECURITY VIOLATION: the endpoint outlives its child').toBe('');
});

test('SEC-15 no answer to a stranger tells token, key or why in full', async () => {
  const { port, token, host } = await openAgent();

  const lines = [`Host: ${host}`, 'Authorization: wrong-canary', 'Connection: close'];
  const got = await sendRaw(port, requestText('GET /credentials HTTP/1.1', lines));

  expect(got.status).toBe(401);
  expect(got.text, 'SECURITY VIOLATION: a secret in an answer').not.toMatch(secrets);
  expect(got.text, 'SECURITY VIOLATION: a secret in an answer').not.toContain(token);
});

async function reaches(host: string, port: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const socket = connect({ host, port, timeout: 1_000 });
  socket.once('connect', () => resolve(true));
  socket.once('error', () => resolve(false));
  socket.once('timeout', () => resolve(false));
  const reached = await promise;
  socket.destroy();
  return reached;
}

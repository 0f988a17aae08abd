import { connect } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { type Listening, listen } from './listen.ts';

const open: Listening[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});

async function start(port?: number): Promise<Listening> {
  const listening = await listen((_, response) => void response.end('hello'), port);
  open.push(listening);
  return listening;
}

test('listens on loopback only', async () => {
  const { url } = await start();

  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect(await (await fetch(url)).text()).toBe('hello');
});

test('rejects a port that is taken', async () => {
  const { url } = await start();

  await expect(start(Number(new URL(url).port))).rejects.toThrow(/EADDRINUSE/);
});

test('closing cuts connections that are open, and takes no time', async () => {
  const { url, close } = await start();
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  await new Promise((resolve) => socket.once('connect', resolve));
  const isCut = new Promise((resolve) => socket.once('close', resolve));
  socket.on('error', () => undefined);
  const before = performance.now();

  await close();

  await isCut;
  expect(performance.now() - before).toBeLessThan(500);
});

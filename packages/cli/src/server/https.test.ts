import { type AddressInfo, createServer, type Socket } from 'node:net';
import { expect, test, vi } from 'vitest';
import { startTvm } from '../../testing/tvm-server.ts';
import { endpointOf } from './endpoint.ts';
import { type Limits, send } from './https.ts';

const request = { method: 'GET', target: '/health', headers: {} };
const limits: Limits = { connectMs: 1_000, totalMs: 1_000, maxBytes: 1_000 };

function route(tvmUrl: string, more: Partial<Limits> = {}) {
  const endpoint = endpointOf({ output: 'text', tvmUrl, region: 'eu-west-1' });
  return { endpoint, env: {}, limits: { ...limits, ...more } };
}

/** A server that takes connections and says `words`. */
async function startRaw(words: string) {
  const open: Socket[] = [];
  const server = createServer((socket) => {
    open.push(socket);
    socket.on('error', () => undefined);
    socket.write(words);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    // Listening on TCP, it has such an address.
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

test('an answer comes with status, headers and body', async () => {
  await using tvm = await startTvm([{ status: 418, headers: { 'x-a': 'b' }, body: { a: 1 } }]);

  const answer = await send(request, route(tvm.url));

  expect(answer).toMatchObject({ status: 418, headers: { 'x-a': 'b' }, body: '{"a":1}' });
});

test('`localhost` is loopback without asking a resolver', async () => {
  await using tvm = await startTvm([{}]);

  const answer = await send(request, route(`http://localhost:${tvm.port}`));

  expect(answer).toMatchObject({ status: 200 });
});

test('a closed port means that nothing was sent', async () => {
  const tvm = await startTvm([{}]);
  await tvm[Symbol.asyncDispose]();

  expect(await send(request, route(tvm.url))).toEqual({ failed: 'unsent', reason: 'ECONNREFUSED' });
});

test('a host that does not exist means that nothing was sent', async () => {
  const endpoint = endpointOf({
    output: 'text',
    tvmUrl: 'https://tvm.invalid',
    signingService: 'execute-api',
    signingRegion: 'eu-west-1',
  });

  expect(await send(request, { endpoint, env: {}, limits })).toMatchObject({ failed: 'unsent' });
});

test('a server that never shakes hands costs no more than the time to connect', async () => {
  await using raw = await startRaw('');
  const url = raw.url.replace('http', 'https');

  const answer = await send(request, route(url, { connectMs: 50 }));

  expect(answer).toEqual({ failed: 'unsent', reason: 'ETIMEDOUT' });
});

test.each([
  ['says nothing', '', 'ETIMEDOUT'],
  ['stops within its headers', 'HTTP/1.1 200 OK\r\n', 'ETIMEDOUT'],
  ['stops within its body', 'HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc', 'ETIMEDOUT'],
  ['speaks no HTTP', 'SSH-2.0-OpenSSH\r\n\r\n', 'HPE_INVALID_CONSTANT'],
])('a server that %s may have got the request', async (_, words, reason) => {
  await using raw = await startRaw(words);

  const answer = await send(request, route(raw.url, { totalMs: 80 }));

  expect(answer).toEqual({ failed: 'lost', reason });
});

test('a server that hangs up may have got the request', async () => {
  await using tvm = await startTvm([{ hangUp: true }]);

  expect(await send(request, route(tvm.url))).toEqual({ failed: 'lost', reason: 'ECONNRESET' });
});

test('a caller may cancel, before and while it runs', async () => {
  await using raw = await startRaw('');
  const controller = new AbortController();

  const running = send(request, { ...route(raw.url), signal: controller.signal });
  controller.abort();
  const late = send(request, { ...route(raw.url), signal: controller.signal });

  expect(await running).toEqual({ failed: 'cancelled', reason: 'ABORTED' });
  expect(await late).toEqual({ failed: 'cancelled', reason: 'ABORTED' });
});

test('NO_PROXY keeps a host from the proxy', async () => {
  vi.stubEnv('HTTPS_PROXY', 'http://127.0.0.1:1');
  vi.stubEnv('NO_PROXY', 'other.example,.invalid');
  const endpoint = endpointOf({
    output: 'text',
    tvmUrl: 'https://tvm.invalid',
    signingService: 'execute-api',
    signingRegion: 'eu-west-1',
  });

  const straight = await send(request, { endpoint, env: { HTTPS_PROXY: 'x' }, limits });
  vi.stubEnv('NO_PROXY', '');
  const byProxy = await send(request, { endpoint, env: { HTTPS_PROXY: 'x' }, limits });
  vi.unstubAllEnvs();

  expect(straight).not.toMatchObject({ reason: 'ECONNREFUSED' });
  expect(byProxy).toEqual({ failed: 'unsent', reason: 'ECONNREFUSED' });
});

import dns from 'node:dns';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer as createHttps, type Server } from 'node:https';
import { type AddressInfo, connect, createServer as createTcp, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { selfSigned } from '../../testing/certificate.ts';
import { startTvm } from '../../testing/tvm-server.ts';
import { endpointOf } from './endpoint.ts';
import { type HttpAnswer, type Limits, type NoAnswer, send } from './https.ts';
import type { Signed } from './signing.ts';

const request: Signed = {
  method: 'GET',
  target: '/whoami',
  headers: { authorization: 'AWS4-secret' },
};
const limits: Limits = { connectMs: 2_000, totalMs: 2_000, maxBytes: 10_000 };

function sendTo(
  tvmUrl: string,
  env: Readonly<Record<string, string>> = {},
  more: Partial<Limits> = {},
): Promise<HttpAnswer | NoAnswer> {
  const endpoint = endpointOf({
    output: 'text',
    tvmUrl,
    signingService: 'execute-api',
    signingRegion: 'eu-west-1',
  });
  return send(request, { endpoint, env, limits: { ...limits, ...more } });
}

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  await Promise.all(closing.splice(0).map((close) => close()));
});

type TlsServer = {
  readonly url: string;
  readonly seen: readonly string[];
  readonly bundle: string;
};

/** An https server on loopback whose certificate is for `name`, and a file that holds it. */
async function startHttps(name: string, status = 200): Promise<TlsServer> {
  const certificate = selfSigned(name);
  const seen: string[] = [];
  const server: Server = createHttps({ ...certificate }, (incoming, response) => {
    seen.push(String(incoming.headers.authorization));
    response.writeHead(status, { location: 'https://evil.example/' }).end('{}');
  });
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const folder = await mkdtemp(join(tmpdir(), 'sentinel-tls-'));
  const bundle = join(folder, 'ca.pem');
  await writeFile(bundle, certificate.cert);
  closing.push(
    () => new Promise((resolve) => server.close(resolve)),
    () => rm(folder, { recursive: true }),
  );
  // Listening on TCP, it has such an address.
  const { port } = server.address() as AddressInfo;
  return { url: `https://localhost:${port}`, seen, bundle };
}

/** A proxy on loopback that tunnels every CONNECT to `port`, and what it was asked. */
async function startProxy(
  port: number,
): Promise<{ readonly url: string; readonly asked: string[] }> {
  const asked: string[] = [];
  const open: Socket[] = [];
  const server = createTcp((socket) => {
    open.push(socket);
    socket.on('error', () => undefined);
    socket.once('data', (head) => {
      asked.push(head.toString('latin1'));
      const onward = connect(port, '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        socket.pipe(onward).pipe(socket);
      });
      open.push(onward);
      onward.on('error', () => undefined);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(async () => {
    for (const socket of open) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  // Listening on TCP, it has such an address.
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

test.each([301, 302, 303, 307, 308])('SEC-20 a redirect by %i is not followed', async (status) => {
  await using elsewhere = await startTvm([{}]);
  await using tvm = await startTvm([{ status, headers: { location: `${elsewhere.url}/` } }]);

  const answer = await sendTo(tvm.url);

  expect(answer).toMatchObject({ status });
  expect(elsewhere.seen, 'SECURITY VIOLATION: a signed request follows a redirect').toEqual([]);
});

test('SEC-20 a certificate that nobody vouches for gets no request', async () => {
  const server = await startHttps('localhost');

  const answer = await sendTo(server.url);

  expect(answer).toEqual({ failed: 'untrusted', reason: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
  expect(server.seen, 'SECURITY VIOLATION: an unknown server got a request').toEqual([]);
});

test('SEC-20 NODE_TLS_REJECT_UNAUTHORIZED=0 does not switch verification off', async () => {
  vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
  const server = await startHttps('localhost');

  const answer = await sendTo(server.url);

  expect(server.seen, 'SECURITY VIOLATION: an unknown server got a request').toEqual([]);
  expect(answer).toMatchObject({ failed: 'untrusted' });
});

test('SEC-20 a certificate for another name gets no request', async () => {
  const server = await startHttps('tvm.example.com');

  const answer = await sendTo(server.url, { AWS_CA_BUNDLE: server.bundle });

  expect(answer).toEqual({ failed: 'untrusted', reason: 'ERR_TLS_CERT_ALTNAME_INVALID' });
  expect(server.seen, 'SECURITY VIOLATION: another server got a request').toEqual([]);
});

test('SEC-20 a certificate of AWS_CA_BUNDLE is trusted', async () => {
  const server = await startHttps('localhost');

  const answer = await sendTo(server.url, { AWS_CA_BUNDLE: server.bundle });

  expect(answer, 'SECURITY VIOLATION: the bundle is not what is trusted').toMatchObject({
    status: 200,
  });
});

test('SEC-20 AWS_CA_BUNDLE that cannot be read stops the request', async () => {
  const server = await startHttps('localhost');

  await expect(sendTo(server.url, { AWS_CA_BUNDLE: '/nowhere/ca.pem' })).rejects.toThrow(
    'cannot read `AWS_CA_BUNDLE`',
  );
  expect(server.seen, 'SECURITY VIOLATION: sent without the bundle asked for').toEqual([]);
});

test('SEC-20 through a proxy the certificate still is the server’s, and the proxy sees no header', async () => {
  const server = await startHttps('tvm.example.com');
  const proxy = await startProxy(Number(new URL(server.url).port));
  vi.stubEnv('HTTPS_PROXY', proxy.url);
  const env = { HTTPS_PROXY: proxy.url, AWS_CA_BUNDLE: server.bundle };

  const good = await sendTo('https://tvm.example.com', env);
  const bad = await sendTo('https://other.example.com', env);

  expect(good).toMatchObject({ status: 200 });
  expect(bad, 'SECURITY VIOLATION: a proxy passes for the server').toMatchObject({
    failed: 'untrusted',
  });
  expect(server.seen).toEqual(['AWS4-secret']);
  expect(proxy.asked.map((head) => head.split('\r\n')[0])).toEqual([
    'CONNECT tvm.example.com:443 HTTP/1.1',
    'CONNECT other.example.com:443 HTTP/1.1',
  ]);
  expect(proxy.asked.join(), 'SECURITY VIOLATION: a proxy sees the signature').not.toContain(
    'AWS4',
  );
});

test('SEC-20 loopback is never asked for through a proxy', async () => {
  await using tvm = await startTvm([{}]);
  const proxy = await startProxy(1);
  vi.stubEnv('HTTPS_PROXY', proxy.url);
  vi.stubEnv('HTTP_PROXY', proxy.url);

  const server = await startHttps('localhost');
  const env = { HTTPS_PROXY: proxy.url, HTTP_PROXY: proxy.url, AWS_CA_BUNDLE: server.bundle };

  const plain = await sendTo(tvm.url, env);
  const secure = await sendTo(server.url, env);

  expect([plain, secure]).toMatchObject([{ status: 200 }, { status: 200 }]);
  expect(proxy.asked, 'SECURITY VIOLATION: what is for loopback goes to a proxy').toEqual([]);
});

test.each(['http', 'https'])(
  'SEC-20 no resolver is asked where localhost is, by %s',
  async (protocol) => {
    await using plain = await startTvm([{}]);
    const secure = await startHttps('localhost');
    const url = protocol === 'https' ? secure.url : `http://localhost:${plain.port}`;
    // What Node asks where it is given nothing else.
    const lookup = vi.spyOn(dns, 'lookup');

    const answer = await sendTo(url, { AWS_CA_BUNDLE: secure.bundle });

    expect(answer).toMatchObject({ status: 200 });
    expect(lookup, 'SECURITY VIOLATION: a resolver may send it elsewhere').not.toHaveBeenCalled();
  },
);

test.each([
  ['socks5://user:hunter2@127.0.0.1:1080', 'is no `http://` or `https://` URL'],
  ['http://user:hunter2@[', 'is no `http://` or `https://` URL'],
])('SEC-15 a bad proxy is refused without showing its password', async (proxy, message) => {
  vi.stubEnv('HTTPS_PROXY', proxy);

  const error = await sendTo('https://tvm.example.com', { HTTPS_PROXY: proxy }).catch(String);

  expect(error, 'SECURITY VIOLATION: it was taken').toContain(message);
  expect(error, 'SECURITY VIOLATION: a password is shown').not.toContain('hunter2');
});

test('SEC-22 an answer without end is cut off', async () => {
  await using tvm = await startTvm([{ body: 'x'.repeat(10_001) }]);

  const answer = await sendTo(tvm.url);

  expect(answer, 'SECURITY VIOLATION: an answer fills the memory').toMatchObject({
    failed: 'too-large',
  });
});

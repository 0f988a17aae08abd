import type { RequestListener } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo, LookupFunction } from 'node:net';
import { selfSigned } from '@sentinel/cli/testing/certificate';
import { aProof } from '@sentinel/core/testing/a-proof';
import { identityRequest } from '@sentinel/core/token/identity-request';
import { afterEach, expect, test, vi } from 'vitest';
import { pinnedGet } from './pinned-get.ts';

const request = identityRequest(aProof(), 'orders.example.com');

const toLoopback: LookupFunction = (_name, { all }, found) => {
  if (all) found(null, [{ address: '127.0.0.1', family: 4 }]);
  else found(null, '127.0.0.1', 4);
};

const closes: (() => unknown)[] = [];
afterEach(() => {
  vi.unstubAllEnvs();
  for (const close of closes.splice(0)) close();
});

/** A server with a certificate for `name`, found under every name; `ca`: whom the client trusts. */
async function aServer(
  name: string,
  handle: RequestListener = (_, response) => void response.end('hello'),
) {
  const certificate = selfSigned(name);
  const seen: (string | undefined)[] = [];
  const server = createServer(certificate, (incoming, response) => {
    seen.push(incoming.headers.host);
    handle(incoming, response);
  });
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closes.push(() => server.close().closeAllConnections());
  // Listening on TCP, it has such an address.
  const { port } = server.address() as AddressInfo;
  const get = pinnedGet({
    connect: {
      port,
      ca: certificate.cert,
      lookup: toLoopback,
    },
  });
  return { get, seen, port };
}

test('SEC-27 the Regional STS is asked, under its own name', async () => {
  const { get, seen } = await aServer('sts.eu-west-1.amazonaws.com');

  const got = await get(request);

  expect(got).toMatchObject({ status: 200, body: 'hello' });
  expect(seen).toEqual(['sts.eu-west-1.amazonaws.com']);
});

test.each(['sts.amazonaws.com', 'sts.us-east-1.amazonaws.com', 'evil.example'])(
  'SEC-27 a server whose certificate is for %s is told nothing',
  async (name) => {
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
    const { get, seen } = await aServer(name);

    const got = get(request);

    expect(
      await got.catch((error: unknown) => error),
      'SECURITY VIOLATION: another server was asked',
    ).toMatchObject({
      code: 'DEPENDENCY_UNAVAILABLE',
    });
    expect(seen, 'SECURITY VIOLATION: a token was shown to another server').toEqual([]);
  },
);

test('SEC-27 a server whose certificate nobody vouches for is told nothing', async () => {
  vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
  const { seen, port } = await aServer('sts.eu-west-1.amazonaws.com');
  const get = pinnedGet({
    connect: {
      port,
      lookup: toLoopback,
    },
  });

  const got = get(request);

  expect(
    await got.catch((error: unknown) => error),
    'SECURITY VIOLATION: another server was asked',
  ).toMatchObject({
    code: 'DEPENDENCY_UNAVAILABLE',
  });
  expect(seen, 'SECURITY VIOLATION: a token was shown to another server').toEqual([]);
});

test('SEC-02 a kept connection that has ended meanwhile is replaced, once', async () => {
  let answered = 0;
  const { get, seen } = await aServer('sts.eu-west-1.amazonaws.com', (incoming, response) => {
    if (answered === 1 && seen.length === 2) return void incoming.socket.destroy();
    answered += 1;
    response.end('hello');
  });
  await get(request);

  const got = await get(request);

  expect(got.body).toBe('hello');
  expect(seen).toHaveLength(3);
});

import { once } from 'node:events';
import { createServer } from 'node:http';
import { aProof } from '@sentinel/core/testing/a-proof';
import { anIdentity } from '@sentinel/core/testing/an-identity';
import { afterEach, describe, expect, test } from 'vitest';
import { type Fault, localServer, type Reply } from '../../testing/local-server.ts';
import { stsRefusal, xml } from '../../testing/local-sts.ts';
import { pinnedGet } from './pinned-get.ts';
import { stsIdentities } from './sts-identities.ts';

const host = 'orders.example.com';
const closes: (() => Promise<unknown>)[] = [];
afterEach(() => Promise.all(closes.splice(0).map((close) => close())));

async function sts(reply: Reply, patienceMs = 5000) {
  const server = await localServer(() => reply);
  closes.push(server.close);
  return { server, identities: stsIdentities(pinnedGet({ endpoint: server.url, patienceMs })) };
}

test('SEC-27 STS is asked by the request that we build, and its identity is told', async () => {
  const { server, identities } = await sts(xml(200, anIdentity()));

  const proven = await identities.prove(aProof({ audience: 'said.example.com' }), host);

  expect(proven).toMatchObject({ signer: { accountId: '111122223333' } });
  expect(server.received).toHaveLength(1);
  expect(server.received[0]?.headers, 'SECURITY VIOLATION: headers not of our making').toEqual({
    host: 'sts.eu-west-1.amazonaws.com',
    'x-sentinel-audience': host,
    connection: 'close',
  });
});

describe('SEC-27 a refusal of STS proves nothing', () => {
  test.each([
    ['SignatureDoesNotMatch', 403, 'SignatureDoesNotMatch'],
    ['InvalidClientTokenId', 403, 'InvalidClientTokenId'],
    ['ExpiredToken', 403, 'ExpiredToken'],
    ['AccessDenied', 400, 'AccessDenied'],
    ['<script>', 403, 'HTTP 403'],
  ])('SEC-27 %s', async (code, status, expected) => {
    const { identities } = await sts(stsRefusal(status, code));

    const proven = await identities.prove(aProof(), host);

    expect(proven, 'SECURITY VIOLATION: a refusal was believed').toEqual({ refusedAs: expected });
  });

  test('SEC-15 its words are not kept: they may repeat the session token', async () => {
    const { sessionToken } = aProof();
    const { identities } = await sts(stsRefusal(403, `A</Code><M>${sessionToken}</M><Code>B`));

    const told = JSON.stringify(await identities.prove(aProof(), host));

    expect(told, 'SECURITY VIOLATION: a session token was kept').not.toContain(sessionToken);
  });
});

describe('SEC-27 what is not an answer of STS is a failure', () => {
  const identity = anIdentity();
  test.each<[string, Reply]>([
    ['a redirect', { status: 302, headers: { location: 'http://127.0.0.1:9/' }, body: '' }],
    ['a redirect with an identity', { ...xml(307, identity) }],
    [
      'an identity that is called HTML',
      { ...xml(200, identity), headers: { 'content-type': 'text/html' } },
    ],
    [
      'an identity that is called JSON',
      { ...xml(200, identity), headers: { 'content-type': 'application/json' } },
    ],
    ['an identity that is called nothing', { status: 200, body: identity }],
    ['an identity with another success', xml(201, identity)],
    [
      'an identity in other letters',
      { ...xml(200, identity), headers: { 'content-type': 'text/xml; charset=utf-7' } },
    ],
    ['HTML', xml(200, '<!doctype html>')],
    ['nothing', xml(200, '')],
    ['a failure', xml(500, identity)],
    ['busy', stsRefusal(400, 'Throttling')],
    ['too many', xml(429, identity)],
    ['more than fits', xml(200, identity + ' '.repeat(9000))],
    ['a hundred megabytes to be', xml(200, ' '.repeat(2_000_000))],
  ])('SEC-27 %s', async (_what, reply) => {
    const { server, identities } = await sts(reply);

    const proven = identities.prove(aProof(), host);

    expect(
      await proven.catch((error: unknown) => error),
      "SECURITY VIOLATION: a reply that is not STS's",
    ).toMatchObject({
      code: 'DEPENDENCY_UNAVAILABLE',
    });
    expect(server.received, 'SECURITY VIOLATION: it was asked again').toHaveLength(1);
  });

  test.each<Fault>(['drop', 'lost', 'hang', 'hang-body'])(
    'SEC-02 a connection that fails by %s',
    async (fault) => {
      const { server, identities } = await sts(xml(200, anIdentity()), 200);
      server.failAll(fault);

      const proven = identities.prove(aProof(), host);

      expect(
        await proven.catch((error: unknown) => error),
        'SECURITY VIOLATION: no answer was believed',
      ).toMatchObject({
        code: 'DEPENDENCY_UNAVAILABLE',
      });
    },
  );

  test('SEC-02 an answer that drips for longer than we wait', async () => {
    const server = createServer((_, response) => {
      response.writeHead(200, { 'content-type': 'text/xml' });
      const timer = setInterval(() => response.write(' '), 20);
      response.on('close', () => clearInterval(timer));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    closes.push(async () => server.close().closeAllConnections());
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const get = pinnedGet({ endpoint: `http://127.0.0.1:${port}`, patienceMs: 200 });

    const proven = stsIdentities(get).prove(aProof(), host);

    expect(
      await proven.catch((error: unknown) => error),
      'SECURITY VIOLATION: no answer was believed',
    ).toMatchObject({
      code: 'DEPENDENCY_UNAVAILABLE',
    });
  });

  test('SEC-15 no failure tells the session token or the signature', async () => {
    const { sessionToken, signature } = aProof();
    const { server, identities } = await sts(xml(200, `<a>${sessionToken}</a>`), 200);
    const failures = [await identities.prove(aProof(), host).catch(String)];
    server.failAll('drop');
    failures.push(await identities.prove(aProof(), host).catch(String));

    const told = failures.join('\n');

    expect(told, 'SECURITY VIOLATION: a secret was told').not.toContain(sessionToken);
    expect(told, 'SECURITY VIOLATION: a secret was told').not.toContain(signature);
  });
});

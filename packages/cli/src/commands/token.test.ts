import { decodeProof } from '@sentinel/core/token/proof';
import { expect, onTestFinished, test } from 'vitest';
import { desk } from '../../testing/cli.ts';
import { startTvm } from '../../testing/tvm-server.ts';
import { vended } from '../../testing/vended.ts';
import { openEndpoint } from '../agent/endpoint.ts';
import type { View } from '../agent/holding.ts';

const audience = ['token', '--audience', 'orders.example.com'];
const good: View = {
  kind: 'credentials',
  answer: { ...vended(), AccessKeyId: 'ASIAVENDEDKEY0001', Token: 'vended-token-of-sentinel' },
};

/** A desk below an `exec` whose endpoint answers so. */
async function below(view: View) {
  const endpoint = await openEndpoint({ look: () => view, settled: async () => undefined });
  onTestFinished(() => endpoint.close());
  return desk({
    AWS_SENTINEL: 'dev',
    AWS_REGION: 'eu-west-1',
    AWS_CONTAINER_CREDENTIALS_FULL_URI: endpoint.url,
    AWS_CONTAINER_AUTHORIZATION_TOKEN: endpoint.token,
  });
}

test('a token is signed with what the endpoint of exec gives, although other keys lie in the environment', async () => {
  using me = await below(good);

  const ran = await me.sentinel(...audience);

  expect(ran).toMatchObject({ code: 0, err: '' });
  expect(decodeProof(ran.out.trimEnd())).toMatchObject({
    audience: 'orders.example.com',
    region: 'eu-west-1',
    accessKeyId: 'ASIAVENDEDKEY0001',
    date: '20260125T140000Z',
    sessionToken: 'vended-token-of-sentinel',
  });
});

test('plain variables of exec serve where there is no endpoint', async () => {
  using me = desk({
    AWS_SENTINEL: 'dev',
    AWS_ACCESS_KEY_ID: 'ASIAPLAINKEY00001',
    AWS_SECRET_ACCESS_KEY: 'plain-secret',
    AWS_SESSION_TOKEN: 'plain-token-of-sentinel',
  });

  const ran = await me.sentinel(...audience, '--region', 'us-east-1');

  expect(decodeProof(ran.out.trimEnd())).toMatchObject({
    region: 'us-east-1',
    accessKeyId: 'ASIAPLAINKEY00001',
  });
});

test('a session that is over ends it with the code and the words of the refusal', async () => {
  using me = await below({
    kind: 'refused',
    why: { ok: false, status: 403, code: 'SESSION_REVOKED', message: 'this session was revoked' },
  });

  expect(await me.sentinel(...audience)).toEqual({
    code: 6,
    out: '',
    err: 'sentinel: this session was revoked (SESSION_REVOKED)\n',
  });
});

test.each([
  ['an endpoint that is gone', 'http://127.0.0.1:9/credentials', 'does not answer'],
  ['another host', 'http://localhost.example.com:8080/x', 'is no endpoint of `sentinel exec`'],
  ['another scheme', 'https://127.0.0.1:443/x', 'is no endpoint of `sentinel exec`'],
  ['nonsense', 'nonsense', 'is no endpoint of `sentinel exec`'],
])('%s gives none', async (_, url, words) => {
  using me = desk({ AWS_SENTINEL: 'dev', AWS_CONTAINER_CREDENTIALS_FULL_URI: url });

  const ran = await me.sentinel(...audience);

  expect(ran).toMatchObject({ code: 5, out: '' });
  expect(ran.err).toContain(words);
});

test('an endpoint that answers something else gives none', async () => {
  await using other = await startTvm([{ body: { AccessKeyId: 'ASIAX' } }, { body: 'no json' }]);
  using me = desk({
    AWS_SENTINEL: 'dev',
    AWS_CONTAINER_CREDENTIALS_FULL_URI: `${other.url}/credentials`,
  });

  const half = await me.sentinel(...audience);
  const nonsense = await me.sentinel(...audience);

  expect([half.code, nonsense.code]).toEqual([5, 5]);
});

test.each([
  [['token'], 'option `--audience <host>` is missing'],
  [['token', '--audience', 'https://orders.example.com/'], 'is no host'],
  [['token', '--audience', 'Orders.Example.com'], 'is no host'],
])('%j is a usage error', async (argv, words) => {
  using me = await below(good);

  const ran = await me.sentinel(...argv);

  expect(ran).toMatchObject({ code: 2, out: '' });
  expect(ran.err).toContain(words);
});

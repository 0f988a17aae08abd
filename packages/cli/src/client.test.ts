import { approveRequest, requests } from '@sentinel/core/contract/requests';
import { liftRevocation } from '@sentinel/core/contract/revocations';
import { describe, expect, test } from 'vitest';
import {
  nowMs,
  person,
  profiles,
  refusalOf,
  requestOf,
  sessionOf,
  vended,
} from '../testing/answers.ts';
import { type Answer, baseSecret, startTvm, type TvmServer } from '../testing/tvm-server.ts';
import { type ClientParts, createClient } from './client.ts';
import { CliError } from './failure.ts';
import { endpointOf } from './server/endpoint.ts';
import type { TvmClient } from './tvm-client.ts';

const keys = {
  accessKeyId: 'AKIABASEKEY',
  secretAccessKey: baseSecret,
  sessionToken: 'base/token+=',
};

function clientOf(tvm: Pick<TvmServer, 'url'>, parts: Partial<ClientParts> = {}): TvmClient {
  return createClient({
    endpoint: endpointOf({ output: 'text', tvmUrl: tvm.url, region: 'eu-west-1' }),
    base: async () => keys,
    env: {},
    nowMs: () => nowMs,
    sleep: async () => undefined,
    newKey: () => 'a-key',
    limits: { connectMs: 500, totalMs: 500, maxBytes: 100_000 },
    ...parts,
  });
}

const explained = {
  profile: 'staging',
  subject: 'alice',
  access: 'allow',
  effect: 'allow',
  rules: [],
};
const healthy = { status: 'ok', version: '1', policy_schema: '1', root: '/sentinel', features: [] };

type Calling = (client: TvmClient) => Promise<unknown>;

test.each<[string, string, Calling, unknown, unknown]>([
  [
    'POST /',
    'vend',
    (client) => client.vend({ profile: 'staging', durationSeconds: 900, ticket: 'T-1' }),
    vended,
    { profile: 'staging', duration: 900, ticket: 'T-1' },
  ],
  [
    'POST /',
    'vend that continues',
    (client) =>
      client.vend({
        profile: 'p',
        sessionId: 'a'.repeat(16),
        justification: 'é'.repeat(10),
      }),
    vended,
    { profile: 'p', session_id: 'a'.repeat(16), justification: 'é'.repeat(10) },
  ],
  [
    'POST /sessions/aaaaaaaaaaaaaaaa/end',
    'endSession',
    (client) => client.endSession('aaaaaaaaaaaaaaaa'),
    sessionOf(),
    undefined,
  ],
  ['GET /profiles', 'profiles', (client) => client.profiles(), profiles, undefined],
  ['GET /whoami', 'whoami', (client) => client.whoami(), person, undefined],
  ['GET /health', 'health', (client) => client.health(), healthy, undefined],
  [
    'GET /sessions/aaaaaaaaaaaaaaaa',
    'session',
    (client) => client.session('aaaaaaaaaaaaaaaa'),
    sessionOf(),
    undefined,
  ],
  [
    'GET /explain?profile=staging&subject=alice%2Bops%40example.com%20%28x%29%2A%27%21',
    'explain',
    (client) => client.explain('staging', "alice+ops@example.com (x)*'!"),
    explained,
    undefined,
  ],
  [
    'GET /explain?profile=p',
    'explain of oneself',
    (client) => client.explain('p'),
    explained,
    undefined,
  ],
  [
    'GET /sessions?limit=7&page_token=a%2Fb%3D%3D&profile=p&status=active&view=all',
    'sessions',
    (client) =>
      client.sessions({
        limit: 7,
        pageToken: 'a/b==',
        profile: 'p',
        status: 'active',
        view: 'all',
      }),
    { items: [sessionOf()] },
    undefined,
  ],
])(
  '%s: %s is signed as a whole and read by the contract',
  async (line, _, calling, answer, body) => {
    await using tvm = await startTvm([{ body: answer }]);

    const reply = await calling(clientOf(tvm));

    expect(reply).toEqual({ ok: true, answer });
    expect(tvm.seen).toHaveLength(1);
    expect(tvm.seen[0]).toMatchObject({ method: line.split(' ')[0], target: line.split(' ')[1] });
    expect(tvm.seen[0]?.body).toEqual(body);
    expect(tvm.seen[0]?.headers['x-amz-security-token']).toBe(keys.sessionToken);
    expect(tvm.seen[0]?.headers['user-agent']).toMatch(/^sentinel-cli\/\d/);
    expect(tvm.seen[0]?.signature).toMatchObject({
      holds: true,
      accessKeyId: keys.accessKeyId,
      service: 'execute-api',
      region: 'eu-west-1',
      signedHeaders: expect.arrayContaining(['host', 'x-amz-date', 'x-amz-security-token']),
    });
  },
);

describe('a route of the contract', () => {
  const id = 'b'.repeat(16);
  const keysFrom = (serial: number) => {
    let next = serial;
    return () => `key-${next++}`;
  };
  const approve = (client: TvmClient) =>
    client.call(approveRequest, { params: { id }, body: { comment: 'go ahead' } });

  test('that changes something brings a key of its own, signed, at every call', async () => {
    await using tvm = await startTvm([{ body: requestOf() }]);
    const client = clientOf(tvm, { newKey: keysFrom(1) });

    const reply = await approve(client);
    await approve(client);

    expect(reply).toEqual({ ok: true, answer: requestOf() });
    expect(tvm.seen[0]).toMatchObject({
      method: 'POST',
      target: `/requests/${id}/approve`,
      body: { comment: 'go ahead' },
      signature: { holds: true, signedHeaders: expect.arrayContaining(['idempotency-key']) },
    });
    expect(tvm.seen.map(({ headers }) => headers['idempotency-key'])).toEqual(['key-1', 'key-2']);
  });

  test.each<[string, Answer]>([
    ['whose answer was lost', { hangUp: true }],
    ['that the gateway could not pass on', { status: 503, body: { message: 'Unavailable' } }],
  ])('%s is repeated once, with the same key', async (_, answer) => {
    await using tvm = await startTvm([answer, { body: requestOf() }]);

    const reply = await approve(clientOf(tvm, { newKey: keysFrom(1) }));

    expect(reply).toMatchObject({ ok: true });
    expect(tvm.seen.map(({ headers }) => headers['idempotency-key'])).toEqual(['key-1', 'key-1']);
  });

  test('that reads or deletes brings none, and is repeated as well', async () => {
    for (const calling of [
      (client: TvmClient) => client.call(requests, { query: { view: 'to_approve', limit: '7' } }),
      (client: TvmClient) => client.call(liftRevocation, { params: { id } }),
    ]) {
      await using tvm = await startTvm([{ hangUp: true }]);

      await calling(clientOf(tvm));

      expect(tvm.seen).toHaveLength(2);
      expect(tvm.seen[0]?.headers['idempotency-key']).toBeUndefined();
    }
  });
});

test('a base path is signed and sent', async () => {
  await using tvm = await startTvm([{ body: person }]);

  await clientOf({ url: `${tvm.url}/prod/` }).whoami();

  expect(tvm.seen[0]).toMatchObject({ target: '/prod/whoami', signature: { holds: true } });
});

describe('one further try', () => {
  const unavailable = refusalOf(503, 'DEPENDENCY_UNAVAILABLE');
  const gateway: Answer = { status: 503, body: { message: 'Service Unavailable' } };
  const slow = refusalOf(503, 'DEPENDENCY_UNAVAILABLE', {});
  const vend: Calling = (client) => client.vend({ profile: 'p' });
  const continuing: Calling = (client) => client.vend({ profile: 'p', sessionId: 'a'.repeat(16) });
  const get: Calling = (client) => client.whoami();
  const end: Calling = (client) => client.endSession('a'.repeat(16));

  test.each<[string, Calling, Answer, number]>([
    ['a vend, where the TVM says that nothing was vended', vend, unavailable, 2],
    ['a vend, where only the gateway says 503', vend, gateway, 1],
    ['a vend whose answer was lost', vend, { hangUp: true }, 1],
    ['a vend that continues, where only the gateway says 503', continuing, gateway, 2],
    ['a vend that continues, whose answer was lost', continuing, { hangUp: true }, 2],
    ['an end whose answer was lost', end, { hangUp: true }, 2],
    ['a GET, where the gateway says 503', get, gateway, 2],
    ['a GET whose answer was lost', get, { hangUp: true }, 2],
    ['a GET that is refused', get, refusalOf(403, 'POLICY_DENY'), 1],
    ['a GET that fails', get, refusalOf(500, 'INTERNAL'), 1],
    ['a GET that is rate limited', get, refusalOf(429, 'RATE_LIMITED'), 1],
    ['a GET that is to wait long', get, { ...slow, headers: { 'retry-after': '60' } }, 1],
  ])('%s', async (_, calling, answer, tries) => {
    await using tvm = await startTvm([answer]);

    const reply = await calling(clientOf(tvm));

    expect(reply).toMatchObject({ ok: false });
    expect(tvm.seen).toHaveLength(tries);
  });

  test('it is signed anew, and its answer counts', async () => {
    const times = [nowMs, nowMs, nowMs + 1000, nowMs + 1000];
    await using tvm = await startTvm([unavailable, { body: person }]);

    const reply = await clientOf(tvm, { nowMs: () => times.shift() ?? 0 }).whoami();

    expect(reply).toEqual({ ok: true, answer: person });
    expect(tvm.seen.map(({ signature }) => signature?.holds)).toEqual([true, true]);
  });

  test('it waits as long as the server asks', async () => {
    const waits: number[] = [];
    const sleep = async (ms: number) => void waits.push(ms);
    await using tvm = await startTvm([{ ...unavailable, headers: { 'retry-after': '2' } }]);

    await clientOf(tvm, { sleep }).whoami();

    expect(waits).toEqual([2000]);
  });

  test('nothing is sent to a closed port, so even a vend is tried again', async () => {
    const waits: number[] = [];
    const tvm = await startTvm([{}]);
    await tvm[Symbol.asyncDispose]();

    const reply = await vend(clientOf(tvm, { sleep: async (ms) => void waits.push(ms) }));

    expect(reply).toMatchObject({ ok: false, status: 0, code: 'UNREACHABLE' });
    expect(waits).toEqual([300]);
  });
});

test('missing base credentials are a refusal like others, and nothing is sent', async () => {
  await using tvm = await startTvm([{ body: person }]);
  const base = () =>
    Promise.reject(new CliError('SIGN_IN_EXPIRED', 'expired', { help: 'sign in' }));

  const reply = await clientOf(tvm, { base }).whoami();

  expect(reply).toEqual({
    ok: false,
    status: 0,
    code: 'SIGN_IN_EXPIRED',
    message: 'expired',
    help: 'sign in',
  });
  expect(tvm.seen).toEqual([]);
});

test.each(['../x', 'a/b', 'a?b', '', '%2e'])('an id %j never becomes a path', async (id) => {
  await using tvm = await startTvm([{ body: sessionOf() }]);

  expect(await clientOf(tvm).session(id)).toMatchObject({ ok: false, code: 'USAGE' });
  expect(tvm.seen).toEqual([]);
});

test('a cancelled vend is neither waited for nor repeated', async () => {
  await using tvm = await startTvm([{ body: vended }]);

  const reply = await clientOf(tvm).vend({ profile: 'p' }, AbortSignal.abort());

  expect(reply).toMatchObject({ ok: false, code: 'CANCELLED' });
  expect(tvm.seen).toEqual([]);
});

import { Agent, get, type IncomingMessage } from 'node:http';
import { expect, test } from 'vitest';
import { openAgent } from '../../testing/open-agent.ts';
import { no, vended } from '../../testing/vended.ts';
import type { View } from './holding.ts';

type Got = {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
};

async function ask(url: string, token: string, agent?: Agent): Promise<Got> {
  const { promise, resolve, reject } = Promise.withResolvers<Got>();
  const headers = { Authorization: token };
  get(url, { headers, ...(agent && { agent }) }, (response) => {
    let body = '';
    response.setEncoding('utf8');
    response.on('data', (chunk: string) => {
      body += chunk;
    });
    response.on('end', () =>
      resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
    );
  }).on('error', reject);
  return promise;
}

test('the child gets what SDKs read and nothing more', async () => {
  const { url, token } = await openAgent();

  const got = await ask(url, token);

  expect(got.status).toBe(200);
  expect(JSON.parse(got.body)).toEqual({
    AccessKeyId: 'ASIASENTINELTEST0001',
    SecretAccessKey: 'canary-secret-1',
    Token: 'canary-token-1',
    Expiration: '2026-01-25T14:30:00Z',
    AccountId: '111122223333',
  });
  expect(got.headers).toMatchObject({
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
  });
});

test.each([
  { kind: 'refused', status: 403 },
  { kind: 'unavailable', status: 503 },
] as const)(
  'what is $kind is answered $status in both cases of the names',
  async ({ kind, status }) => {
    const why = {
      ...no('POLICY_DENY', 403, 'not\u001b now'),
      help: 'sentinel request',
      requestId: 'ab',
    };
    const { url, token } = await openAgent(() => ({ kind, why }));

    const got = await ask(url, token);

    expect(got.status).toBe(status);
    expect(JSON.parse(got.body)).toEqual({
      Code: 'POLICY_DENY',
      Message: 'sentinel: not\\u{1b} now',
      Help: 'sentinel request',
      RequestId: 'ab',
      code: 'POLICY_DENY',
      message: 'sentinel: not\\u{1b} now',
    });
  },
);

test('an answer that comes while a client waits is given to it', async () => {
  const renewal = Promise.withResolvers<void>();
  let now: View = { kind: 'unavailable', why: no('UNAVAILABLE', 0) };
  const { url, token } = await openAgent(() => now, { settled: () => renewal.promise });

  const pending = ask(url, token);
  now = { kind: 'credentials', answer: vended({ serial: 2 }) };
  renewal.resolve();

  expect((await pending).status).toBe(200);
});

test('a client waits no longer than SDKs do, whatever the server does', async () => {
  const never = new Promise<void>(() => {});
  const why = no('UNREACHABLE', 0);
  const { url, token } = await openAgent(() => ({ kind: 'unavailable', why }), {
    settled: () => never,
  });
  const startedMs = performance.now();

  const got = await ask(url, token);

  expect(got.status).toBe(503);
  expect(performance.now() - startedMs).toBeLessThan(1_000);
});

test('a hundred parallel reads are answered alike', async () => {
  const { url, token } = await openAgent();
  const agent = new Agent({ keepAlive: true, maxSockets: 100 });

  const all = await Promise.all(Array.from({ length: 100 }, () => ask(url, token, agent)));

  agent.destroy();
  expect(new Set(all.map(({ status, body }) => `${status}${body}`)).size).toBe(1);
  expect(all[0]?.status).toBe(200);
});

test('a connection can be used again', async () => {
  const { url, token } = await openAgent();
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });

  const first = await ask(url, token, agent);
  const second = await ask(url, token, agent);

  agent.destroy();
  expect([first.status, second.status]).toEqual([200, 200]);
});

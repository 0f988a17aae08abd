import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import { type SessionGuardOptions, sessionGuard } from './session-guard.ts';

const nowMs = Date.UTC(2026, 0, 25, 14, 30);
const key = 'ASIAEXAMPLEEXAMPLE01';

const answer = {
  alive: true,
  session_id: '00000000000000a1',
  subject: 'alice@example.com',
  person: 'alice@example.com',
  profile: 'dev',
  role_arn: 'arn:aws:iam::444455556666:role/SentinelProtected-Dev',
  account: '444455556666',
  via: 'direct',
  source_identity: 'sentinel.direct.00000000000000a1.alice',
  expires_at: '2026-01-25T15:30:00.000Z',
};

const iam = {
  accessKey: key,
  accountId: '444455556666',
  userArn: 'arn:aws:sts::444455556666:assumed-role/SentinelProtected-Dev/alice',
  userId: 'AROAEXAMPLEEXAMPLE000:alice',
};

function anEvent(changes: Partial<typeof iam> = {}) {
  return { version: '2.0', requestContext: { authorizer: { iam: { ...iam, ...changes } } } };
}

function json(status: number, body: unknown): Response {
  const headers = { 'content-type': 'application/json; charset=utf-8' };
  return new Response(JSON.stringify(body), { status, headers });
}

const refusal = (Code: string) => ({ Code, Message: 'no', RequestId: '00000000000000e1' });

/** A guard whose server answers this, and what the server was asked. */
function aGuard(
  respond: () => Response | Promise<Response>,
  more: Partial<SessionGuardOptions> = {},
) {
  const asked: { readonly url: string; readonly init: RequestInit }[] = [];
  const guard = sessionGuard({
    url: 'https://a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com/live',
    region: 'eu-west-1',
    credentials: {
      accessKeyId: 'ASIAEXAMPLESERVICE01',
      secretAccessKey: 'secret',
      sessionToken: 'token',
    },
    fetch: async (url, init) => {
      asked.push({ url, init });
      return respond();
    },
    nowMs: () => nowMs,
    ...more,
  });
  return { guard, asked };
}

const closes: (() => Promise<unknown>)[] = [];
afterEach(() => Promise.all(closes.splice(0).map((close) => close())));

async function aServer(handle: RequestListener): Promise<string> {
  const server = createServer(handle);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closes.push(async () => server.close().closeAllConnections());
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
}

test('SEC-03 the server is asked about the key that signed, by a request of the service itself', async () => {
  const { guard, asked } = aGuard(() => json(200, answer));

  const guarded = await guard(anEvent());

  expect(guarded).toEqual({
    allowed: true,
    session: {
      id: answer.session_id,
      subject: answer.subject,
      person: answer.person,
      profile: 'dev',
      roleArn: answer.role_arn,
      via: 'direct',
      sourceIdentity: answer.source_identity,
      expiresAt: answer.expires_at,
    },
  });
  expect(asked.map(({ url }) => url)).toEqual([
    `https://a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com/live/sessions/check?access_key_id=${key}`,
  ]);
  expect(asked[0]?.init).toMatchObject({
    method: 'GET',
    redirect: 'manual',
    headers: {
      authorization: expect.stringContaining(
        'Credential=ASIAEXAMPLESERVICE01/20260125/eu-west-1/execute-api/aws4_request',
      ),
      'x-amz-security-token': 'token',
    },
  });
});

describe('SEC-03 nobody is asked about an event', () => {
  test.each<[string, unknown]>([
    ['that is none', undefined],
    ['of payload format 1.0', { ...anEvent(), version: '1.0' }],
    ['without an authorizer', { version: '2.0', requestContext: {} }],
    ['of another authorizer', { version: '2.0', requestContext: { authorizer: { jwt: {} } } }],
    [
      'whose identity is in its headers',
      { version: '2.0', requestContext: {}, headers: { iam: JSON.stringify(iam) } },
    ],
    ['by a long-term key', anEvent({ accessKey: 'AKIAEXAMPLEEXAMPLE01' })],
    ['by a key that is more than one', anEvent({ accessKey: `${key}&access_key_id=${key}` })],
    ['by a key of other case', anEvent({ accessKey: key.toLowerCase() })],
  ])('SEC-03 %s', async (_what, event) => {
    const { guard, asked } = aGuard(() => json(200, answer));

    const guarded = await guard(event);

    expect(guarded, 'SECURITY VIOLATION: it was let through').toMatchObject({
      allowed: false,
      status: 403,
      code: 'NO_LIVE_SESSION',
    });
    expect(asked).toEqual([]);
  });
});

describe('SEC-04 an answer about somebody else lets nobody through', () => {
  test.each<[string, Partial<typeof iam>, Partial<typeof answer>]>([
    ['another role', { userArn: iam.userArn.replace('Dev', 'Production') }, {}],
    ['a role that begins alike', { userArn: iam.userArn.replace('Dev', 'Dev2') }, {}],
    [
      'another name',
      { userArn: iam.userArn.replace('alice', 'bob'), userId: 'AROAEXAMPLEEXAMPLE000:bob' },
      {},
    ],
    ['another account', { accountId: '111122223333' }, {}],
    ['an account that the answer does not name', {}, { account: '111122223333' }],
    ['a role of another account', {}, { role_arn: answer.role_arn.replace('4444', '1111') }],
    [
      'a user',
      { userArn: 'arn:aws:iam::444455556666:user/alice', userId: 'AIDAEXAMPLEEXAMPLE000' },
      {},
    ],
    ['a session that is over', {}, { expires_at: '2026-01-25T14:30:00.000Z' }],
    ['a session that ends at no time', {}, { expires_at: 'never' }],
  ])('SEC-04 %s', async (_what, ofEvent, ofAnswer) => {
    const { guard } = aGuard(() => json(200, { ...answer, ...ofAnswer }));

    const guarded = await guard(anEvent(ofEvent));

    expect(guarded, 'SECURITY VIOLATION: somebody else was let through').toMatchObject({
      allowed: false,
      status: 403,
      code: 'NO_LIVE_SESSION',
    });
  });
});

test.each([
  ['unknown', 404, 'NOT_FOUND'],
  ['revoked', 403, 'SESSION_REVOKED'],
  ['over', 409, 'CONFLICT'],
])('SEC-26 the caller is not told that their session is %s', async (_what, status, code) => {
  const { guard } = aGuard(() => json(status, refusal(code)));
  const foreign = await aGuard(() => json(200, { ...answer, account: '' })).guard(anEvent());

  const guarded = await guard(anEvent());

  const { detail: _, ...shown } = { detail: '', ...foreign };
  expect(guarded, 'SECURITY VIOLATION: it tells more').toEqual({
    ...shown,
    detail: `HTTP ${status} ${code}`,
  });
});

describe('SEC-02 what is no answer of the server lets nobody through', () => {
  const alive = JSON.stringify(answer);
  const html = { headers: { 'content-type': 'text/html' } };
  test.each<[string, () => Response | Promise<Response>]>([
    ['a refusal of the service itself', () => json(403, refusal('FORBIDDEN'))],
    ['a block of the service itself', () => json(403, refusal('SUBJECT_BLOCKED'))],
    ['too many calls', () => json(429, refusal('RATE_LIMITED'))],
    ['a failure', () => json(503, refusal('DEPENDENCY_UNAVAILABLE'))],
    ['a failure with a live session in it', () => json(500, answer)],
    ['a refusal of the gateway', () => json(403, { message: 'Forbidden' })],
    ['a code with another status', () => json(200, refusal('SESSION_REVOKED'))],
    ['a redirect', () => Response.redirect('https://evil.example/', 302)],
    ['a redirect with a live session in it', () => json(307, answer)],
    ['a live session that is called HTML', () => new Response(alive, html)],
    ['a live session that is called nothing', () => new Response(new TextEncoder().encode(alive))],
    ['HTML', () => new Response('<!doctype html>', html)],
    ['nothing', () => json(200, undefined)],
    ['no JSON', () => new Response('{', { headers: { 'content-type': 'application/json' } })],
    ['a session that is not alive', () => json(200, { ...answer, alive: false })],
    ['a session without a role', () => json(200, { ...answer, role_arn: undefined })],
    ['a list', () => json(200, [answer])],
    ['more than fits', () => json(200, { ...answer, more: 'x'.repeat(20_000) })],
    ['an error', () => Promise.reject(new Error('fetch failed'))],
    ['an error that is none', () => Promise.reject('no')],
  ])('SEC-02 %s', async (_what, respond) => {
    const { guard, asked } = aGuard(respond);

    const guarded = await guard(anEvent());

    expect(guarded, 'SECURITY VIOLATION: it was let through').toMatchObject({
      allowed: false,
      status: 503,
      code: 'CHECK_FAILED',
    });
    expect(asked, 'SECURITY VIOLATION: it was asked again').toHaveLength(1);
  });

  test('SEC-20 a redirect is not followed, also by the real fetch', async () => {
    const seen: string[] = [];
    const elsewhere = await aServer((request, response) => {
      seen.push(request.url ?? '');
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    });
    const url = await aServer((_, response) => {
      response.writeHead(307, { location: `${elsewhere}/sessions/check` }).end();
    });
    const { guard } = aGuard(() => json(200, answer), { url, fetch });

    const guarded = await guard(anEvent());

    expect(guarded, 'SECURITY VIOLATION: a redirect was believed').toMatchObject({
      allowed: false,
    });
    expect(seen, 'SECURITY VIOLATION: a redirect was followed').toEqual([]);
  });

  test('SEC-20 an answer that came by a redirect is not believed', async () => {
    const followed = json(200, answer);
    Object.defineProperty(followed, 'redirected', { value: true });

    const guarded = await aGuard(() => followed).guard(anEvent());

    expect(guarded, 'SECURITY VIOLATION: a redirect was believed').toMatchObject({
      allowed: false,
    });
  });

  test.concurrent.each<[string, RequestListener]>([
    ['says nothing', () => undefined],
    [
      'drips',
      (_, response) => {
        response.writeHead(200, { 'content-type': 'application/json' });
        const timer = setInterval(() => response.write(' '), 50);
        response.on('close', () => clearInterval(timer));
      },
    ],
    ['hangs up', (request) => void request.socket.destroy()],
  ])('SEC-02 a server that %s, within two seconds', async (_what, handle) => {
    const { guard } = aGuard(() => json(200, answer), { url: await aServer(handle), fetch });
    const before = performance.now();

    const guarded = await guard(anEvent());

    expect(guarded, 'SECURITY VIOLATION: it was let through').toMatchObject({
      code: 'CHECK_FAILED',
    });
    expect(performance.now() - before).toBeLessThan(3500);
  });

  test.concurrent('SEC-02 a fetch that never settles, whatever its signal says', async () => {
    const { guard } = aGuard(() => new Promise<Response>(() => undefined));

    const guarded = await guard(anEvent());

    expect(guarded, 'SECURITY VIOLATION: it was let through').toMatchObject({
      code: 'CHECK_FAILED',
    });
  });

  test('SEC-02 credentials that cannot be had', async () => {
    const credentials = () => Promise.reject(new Error('no role'));

    const guarded = await aGuard(() => json(200, answer), { credentials }).guard(anEvent());

    expect(guarded, 'SECURITY VIOLATION: it was let through').toMatchObject({
      code: 'CHECK_FAILED',
    });
  });
});

describe('SEC-11 what was found is kept no longer than told', () => {
  test.each<[number, number, number]>([
    [0, 1, 2],
    [5, 4999, 1],
    [5, 5000, 2],
    [5, -1, 2],
  ])('SEC-11 for %i s, %i ms later: asked %i times', async (cacheSeconds, laterMs, times) => {
    let atMs = nowMs;
    const { guard, asked } = aGuard(() => json(200, answer), { cacheSeconds, nowMs: () => atMs });
    await guard(anEvent());
    atMs += laterMs;

    await guard(anEvent());

    expect(asked, 'SECURITY VIOLATION: an old answer was used').toHaveLength(times);
  });

  test('SEC-11 and only for the signer that it is about, and while the session lasts', async () => {
    let atMs = nowMs;
    const ending = { ...answer, expires_at: '2026-01-25T14:30:02.000Z' };
    const { guard } = aGuard(() => json(200, ending), { cacheSeconds: 5, nowMs: () => atMs });
    const first = await guard(anEvent());

    const other = await guard(anEvent({ userId: 'AROAEXAMPLEEXAMPLE000:bob' }));
    atMs += 2000;
    const late = await guard(anEvent());

    const outcomes = [first, other, late].map(({ allowed }) => allowed);
    expect(outcomes, 'SECURITY VIOLATION: an old answer was used').toEqual([true, false, false]);
  });

  test('SEC-11 a refusal is not kept', async () => {
    const answers = [json(404, refusal('NOT_FOUND')), json(200, answer)];
    const { guard } = aGuard(() => answers.shift() ?? json(500, {}), { cacheSeconds: 5 });

    const outcomes = [await guard(anEvent()), await guard(anEvent())];

    expect(outcomes.map(({ allowed }) => allowed)).toEqual([false, true]);
  });
});

describe('SEC-20 options that are wrong are refused at once', () => {
  test.each<[string, Partial<SessionGuardOptions>]>([
    ['http', { url: 'http://sentinel.example.com' }],
    ['http to what only begins like loopback', { url: 'http://127.0.0.1.evil.example' }],
    ['another scheme', { url: 'ftp://sentinel.example.com' }],
    ['a user', { url: 'https://user@sentinel.example.com' }],
    ['a user that looks like a host', { url: 'https://sentinel.example.com@evil.example' }],
    ['a query', { url: 'https://sentinel.example.com?x=y' }],
    ['a fragment', { url: 'https://sentinel.example.com#x' }],
    ['a path that climbs', { url: 'https://sentinel.example.com/a/../b' }],
    ['a backslash', { url: 'https://sentinel.example.com\\@evil.example' }],
    ['capitals', { url: 'https://Sentinel.example.com' }],
    ['another spelling of an address', { url: 'https://0x7f000001' }],
    ['no URL', { url: '' }],
    ['no Region', { region: 'Frankfurt' }],
    ['a longer memory', { cacheSeconds: 6 }],
    ['a broken memory', { cacheSeconds: 0.5 }],
    ['a negative memory', { cacheSeconds: -1 }],
    ['a memory that is no number', { cacheSeconds: Number.NaN }],
  ])('SEC-20 %s', (_what, wrong) => {
    expect(() => aGuard(() => json(200, answer), wrong), 'SECURITY VIOLATION: taken').toThrow(
      TypeError,
    );
  });

  test.each([
    ['https://abc.lambda-url.eu-west-1.on.aws', 'lambda'],
    ['https://sentinel.example.com/', 'execute-api'],
    ['http://localhost:8080', 'execute-api'],
  ])('SEC-20 %s is signed for as %s', async (url, service) => {
    const { guard, asked } = aGuard(() => json(200, answer), { url });

    await guard(anEvent());

    const headers = JSON.stringify(asked[0]?.init.headers);
    expect(headers).toContain(`/eu-west-1/${service}/aws4_request`);
  });
});

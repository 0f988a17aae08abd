import { place } from '@sentinel/devstack/stack/place';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type Bench,
  ordersHost,
  type VendedKeys,
  withService,
} from '../end-to-end/services/with-service.ts';
import { fire, type Keys, keysIn, queryAws } from './hostile-client.ts';
import { signatureOf } from './sign-bytes.ts';

const region = 'eu-west-1';

/** What an attacker may get wrong on purpose. */
type Twist = {
  readonly audience?: string;
  readonly signedAudience?: string;
  readonly host?: string;
  readonly method?: string;
  readonly path?: string;
  readonly service?: string;
  readonly signingRegion?: string;
  readonly claimedRegion?: string;
  readonly expires?: number;
  readonly agoMs?: number;
  readonly query?: Readonly<Record<string, string>>;
  readonly more?: Readonly<Record<string, string>>;
  readonly keys?: Partial<Keys>;
  /** Members of the token, changed after signing. */
  readonly members?: (members: readonly string[]) => readonly unknown[];
  /** The token itself. */
  readonly spell?: (token: string) => string;
};

/** A token by hand, twisted. */
function token(held: Keys, twist: Twist = {}): string {
  const keys = { ...held, ...twist.keys };
  const { audience = ordersHost, service = 'sts', signingRegion = region, expires = 60 } = twist;
  const atMs = Date.now() - (twist.agoMs ?? 0);
  const date = new Date(atMs).toISOString().replace(/[-:]|\.\d{3}/g, '');
  const headers = {
    host: twist.host ?? `sts.${region}.amazonaws.com`,
    'x-sentinel-audience': twist.signedAudience ?? audience,
    ...twist.more,
  };
  const query = {
    Action: 'GetCallerIdentity',
    Version: '2011-06-15',
    ...twist.query,
    'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
    'X-Amz-Credential': `${keys.accessKeyId}/${date.slice(0, 8)}/${signingRegion}/${service}/aws4_request`,
    'X-Amz-Date': date,
    'X-Amz-Expires': `${expires}`,
    'X-Amz-Security-Token': keys.sessionToken ?? '',
    'X-Amz-SignedHeaders': Object.keys(headers).sort().join(';'),
  };
  const pairs = Object.entries(query).map(
    ([name, value]) => `${name}=${encodeURIComponent(value)}`,
  );
  const signature = signatureOf({
    method: twist.method ?? 'GET',
    target: `${twist.path ?? '/'}?${pairs.join('&')}`,
    headers,
    body: '',
    secretAccessKey: keys.secretAccessKey,
    amzDate: date,
    region: signingRegion,
    service,
  });
  const right = [
    audience,
    twist.claimedRegion ?? region,
    keys.accessKeyId,
    date,
    signature,
    keys.sessionToken ?? '',
  ];
  const text = JSON.stringify(twist.members?.(right) ?? right);
  const made = `sentinel-v1.${Buffer.from(text).toString('base64url')}`;
  return twist.spell?.(made) ?? made;
}

const violation = 'SECURITY VIOLATION: a service let an attacker in';
const done = Promise.withResolvers<void>();
let bench: Bench;
let running: Promise<void>;
let held: VendedKeys;
let others: VendedKeys;
let orders: Awaited<ReturnType<Bench['authorized']>>;
let guarded: Awaited<ReturnType<Bench['guarded']>>;
let skewMs = 0;

beforeAll(async () => {
  const ready = Promise.withResolvers<void>();
  running = withService(async (opened) => {
    bench = opened;
    held = await opened.vend('alice');
    others = await opened.vend('bob');
    orders = await opened.authorized({ nowMs: () => Date.now() + skewMs });
    guarded = await opened.guarded();
    ready.resolve();
    await done.promise;
  });
  await Promise.race([ready.promise, running]);
});
afterAll(async () => {
  done.resolve();
  await running;
});

describe('SEC-27 a proof of a session at the door of a service', () => {
  test('SEC-27 made by hand as it should be, it opens', async () => {
    expect(await orders.ask(token(held))).toMatchObject({
      status: 200,
      json: { session_id: held.sessionId },
    });
  });

  test.each<[wants: string, twist: Twist]>([
    ['one for another service', { audience: 'billing.example.com' }],
    ['one signed for another service, told for this', { signedAudience: 'billing.example.com' }],
    ['one for a longer name', { signedAudience: `${ordersHost}.evil.example` }],
    ['an audience in capitals', { audience: ordersHost.toUpperCase() }],
    ['an audience with a dot at its end', { audience: `${ordersHost}.` }],
    ['an audience with a port', { audience: `${ordersHost}:443` }],
    ['two audiences', { audience: `${ordersHost},billing.example.com` }],
    ['a signature without an audience', { more: { 'x-sentinel-audience': '' } }],
    ['one 61 seconds old', { agoMs: 61_000 }],
    ['one of the day before', { agoMs: 86_400_000 }],
    ['one of later', { agoMs: -61_000 }],
    ['one that lasts for an hour', { expires: 3_600 }],
    ['one for another Region', { signingRegion: 'us-east-1' }],
    [
      'one told for another Region',
      {
        claimedRegion: 'us-east-1',
        signingRegion: 'us-east-1',
        host: 'sts.us-east-1.amazonaws.com',
      },
    ],
    ['a Region with a host in it', { claimedRegion: 'eu-west-1.evil.example/' }],
    ['one for the global endpoint', { host: 'sts.amazonaws.com' }],
    ['one for a host of the attacker', { host: 'evil.example' }],
    ['one with a port', { host: `sts.${region}.amazonaws.com:443` }],
    ['one for another service of AWS', { service: 'iam' }],
    ['one for API Gateway', { service: 'execute-api' }],
    ['one of another action', { query: { Action: 'GetSessionToken' } }],
    ['one of AssumeRole', { query: { Action: 'AssumeRole' } }],
    ['one of another version', { query: { Version: '2011-06-16' } }],
    ['one with a parameter more', { query: { Extra: '1' } }],
    ['one with a parameter in another case', { query: { action: 'AssumeRole' } }],
    ['one with a second access key', { query: { 'x-amz-credential': 'ASIAOTHER' } }],
    ['one by POST', { method: 'POST' }],
    ['one for another path', { path: '/other' }],
    ['one with a header more', { more: { 'x-k8s-aws-id': ordersHost } }],
    ['one by a secret that is not that of the key', { keys: { secretAccessKey: 'x'.repeat(40) } }],
    ["somebody else's key id", { members: (all) => all.with(2, others.accessKeyId) }],
    ["somebody else's token", { members: (all) => all.with(5, others.sessionToken) }],
    [
      'a query smuggled into the key',
      { members: (all) => all.with(2, 'ASIAAAAAAAAAAAAAAAAA&Action=X') },
    ],
    [
      'a line smuggled into the date',
      { members: (all) => all.with(3, `${all[3]}\r\nHost: evil.example`) },
    ],
    ['a host smuggled into the Region', { members: (all) => all.with(1, 'x@evil.example') }],
    ['a member more', { members: (all) => [...all, 'x'] }],
    ['a member less', { members: (all) => all.slice(0, 5) }],
    ['an object for a member', { members: (all) => [{ toString: all[0] }, ...all.slice(1)] }],
    ['a signature in capitals', { members: (all) => all.with(4, String(all[4]).toUpperCase()) }],
    ['another scheme', { spell: (text) => text.replace('sentinel-v1.', 'sentinel-v2.') }],
    ['a scheme in capitals', { spell: (text) => text.replace('sentinel', 'Sentinel') }],
    ['padding', { spell: (text) => `${text}=` }],
    ['a second token', { spell: (text) => `${text},${text}` }],
    ['the token of EKS', { spell: (text) => text.replace('sentinel-v1.', 'k8s-aws-v1.') }],
    ['nothing', { spell: () => '' }],
    ['9 KB', { spell: (text) => text + 'A'.repeat(9_000) }],
  ])('SEC-27 %s opens nothing', async (_wants, twist) => {
    const answer = await orders.ask(token(held, twist));

    expect(answer.status, violation).toBe(403);
    expect(answer.json, 'SECURITY VIOLATION: it says why').toEqual({ message: 'Forbidden' });
    const record = JSON.parse(orders.lines.at(-1) ?? '{}');
    expect(record).toMatchObject({ outcome: 'deny' });
    expect(orders.lines.join(''), 'SECURITY VIOLATION: a secret was logged').not.toContain(
      held.sessionToken,
    );
  });

  test('SEC-27 the keys of somebody whom nothing was vended to, of a chained role, and of an ended session', async () => {
    const alice = bench.stack.users.find(({ name }) => name === 'alice') ?? expect.fail();
    const { iam } = bench.stack;
    iam.addRole({
      accountId: place.workloadAccount,
      name: 'Onwards',
      trust: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { AWS: `arn:aws:iam::${place.workloadAccount}:role/SentinelProtected-Dev` },
            Action: ['sts:AssumeRole', 'sts:SetSourceIdentity'],
          },
        ],
      },
    });
    const form = {
      Action: 'AssumeRole',
      Version: '2011-06-15',
      RoleArn: `arn:aws:iam::${place.workloadAccount}:role/Onwards`,
      RoleSessionName: 'alice',
    };
    const chained = keysIn(await queryAws(bench.stack.stsUrl, held, { service: 'sts', form }));
    const ended = await bench.vend('alice');
    await bench.call('alice', 'POST', `/sessions/${ended.sessionId}/end`);
    const foreign = foreignTwin('SentinelProtected-Dev', 'alice');

    for (const keys of [alice, chained, ended, foreign]) {
      const [byToken, byGuard] = await Promise.all([orders.ask(token(keys)), guarded.ask(keys)]);
      expect([byToken.status, byGuard.status], violation).toEqual([403, 403]);
      expect(byGuard.json).toMatchObject({ allowed: false, code: 'NO_LIVE_SESSION' });
    }
    expect((await guarded.ask(held)).status).toBe(200);
  });

  /** A session of a role of that name in an account of the attacker. */
  function foreignTwin(name: string, sessionName: string): Keys {
    const { iam } = bench.stack;
    const role = iam.addRole({
      accountId: '999900001111',
      name,
      trust: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Service: 'ec2.amazonaws.com' },
            Action: 'sts:AssumeRole',
          },
        ],
      },
    });
    const nowMs = Date.now();
    const life = { issuedAtMs: nowMs, expiresAtMs: nowMs + 3_600_000 };
    return iam.openSession({ roleArn: role.arn, sessionName, ...life });
  }

  test('SEC-27 a good token is of no use a minute later, and none was when the clock was behind', async () => {
    const good = token(held);
    skewMs = 61_000;
    const late = await orders.ask(good);
    skewMs = -61_000;
    const early = await orders.ask(good);
    skewMs = 0;

    expect([late.status, early.status], violation).toEqual([403, 403]);
    expect((await orders.ask(good)).status).toBe(200);
  });

  test('SEC-11 the check itself tells an attacker nothing of keys, and lets nobody guess', async () => {
    const mallory = bench.stack.users.find(({ name }) => name === 'bob') ?? expect.fail();
    const ids = [held.accessKeyId, 'ASIAAAAAAAAAAAAAAAAA', others.accessKeyId];

    const answers = await Promise.all(
      ids.map((id) =>
        fire(bench.stack.url, mallory, { target: `/sessions/check?access_key_id=${id}` }),
      ),
    );

    const told = answers.map(({ status, json }) => ({ status, ...json, RequestId: '' }));
    expect(
      new Set(told.map((each) => JSON.stringify(each))).size,
      'SECURITY VIOLATION: it tells keys apart',
    ).toBe(1);
    expect(told[0]).toMatchObject({ status: 403, Code: 'FORBIDDEN' });
  });

  test('SEC-27 an event that somebody made up is no request of a live session', async () => {
    const { sessionGuard } = await import('@sentinel/guard/session-guard');
    const guard = sessionGuard({ url: bench.stack.url, region, credentials: bench.serviceKeys });
    const right = {
      accessKey: held.accessKeyId,
      accountId: place.workloadAccount,
      userArn: `arn:aws:sts::${place.workloadAccount}:assumed-role/SentinelProtected-Dev/alice`,
      userId: 'AROAAAAAAAAAAAAAAAAAA:alice',
    };
    const event = (iam: object) => ({ version: '2.0', requestContext: { authorizer: { iam } } });
    const forged: readonly unknown[] = [
      undefined,
      {},
      { version: '1.0', requestContext: { identity: right } },
      { ...event(right), version: '1.0' },
      event({
        ...right,
        userArn: right.userArn.replace('alice', 'bob'),
        userId: 'AROAAAAAAAAAAAAAAAAAA:bob',
      }),
      event({ ...right, userArn: right.userArn.replace('-Dev', '-Production') }),
      event({
        ...right,
        accountId: '999900001111',
        userArn: right.userArn.replace(place.workloadAccount, '999900001111'),
      }),
      event({ ...right, accountId: '999900001111' }),
      event({ ...right, accessKey: others.accessKeyId }),
      event({ ...right, accessKey: [held.accessKeyId] }),
      event({ ...right, accessKey: `${held.accessKeyId}&access_key_id=x` }),
      { version: '2.0', headers: { 'x-amzn-iam': JSON.stringify(right) }, requestContext: {} },
      { version: '2.0', requestContext: { authorizer: { lambda: { iam: right } } } },
    ];

    const found = await Promise.all(forged.map((each) => guard(each)));

    expect(
      found.map(({ allowed }) => allowed),
      violation,
    ).toEqual(forged.map(() => false));
  });
});

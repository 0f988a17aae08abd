import { spawnSync } from 'node:child_process';
import { makeToken } from '@sentinel/cli/token/make-token';
import { stsHost } from '@sentinel/core/region';
import { identityQuery } from '@sentinel/core/token/identity-request';
import { audienceHeader, encodeProof } from '@sentinel/core/token/proof';
import { hasBotocore } from '@sentinel/devstack/testing/four-signers';
import { NodeSha256 } from '@sentinel/devstack/testing/signers';
import { HttpRequest } from '@smithy/protocol-http';
import { SignatureV4 } from '@smithy/signature-v4';
import { expect, test } from 'vitest';
import { ordersHost, type VendedKeys, withService } from './with-service.ts';

const region = 'eu-west-1';

function tokenOf(credentials: VendedKeys, wish: { audience?: string; nowMs?: number } = {}) {
  return makeToken({ credentials, region, audience: ordersHost, nowMs: Date.now(), ...wish });
}

test('SEC-11 a service with sessionGuard serves a live session until it ends, at the very next call', async () => {
  await withService(async ({ vend, guarded, call, stack, serviceKeys, decisions }) => {
    const keys = await vend('alice');
    const orders = await guarded();

    const before = await orders.ask(keys);
    await call('alice', 'POST', `/sessions/${keys.sessionId}/end`);
    const after = await orders.ask(keys);
    const alice = stack.users.find(({ name }) => name === 'alice');
    const own = await orders.ask(alice ?? serviceKeys);

    expect(before).toMatchObject({
      status: 200,
      json: {
        allowed: true,
        session: { id: keys.sessionId, subject: 'alice@example.com', profile: 'dev' },
      },
    });
    const refused = { status: 403, json: { allowed: false, code: 'NO_LIVE_SESSION' } };
    expect(after, 'SECURITY VIOLATION: an ended session was served').toMatchObject(refused);
    expect(own, 'SECURITY VIOLATION: base credentials were served').toMatchObject(refused);
    const checks = decisions().filter(({ event }) => event === 'session-check');
    expect(checks.map(({ outcome, subject }) => [outcome, subject])).toEqual([
      ['allow', 'role/orders'],
      ['deny', 'role/orders'],
      ['deny', 'role/orders'],
    ]);
  });
});

test('SEC-27 a token serves one host for a minute, while its session is alive', async () => {
  await withService(async ({ vend, authorized, call, stack, serviceKeys }) => {
    const keys = await vend('alice');
    let skewMs = 0;
    const orders = await authorized({ nowMs: () => Date.now() + skewMs });
    const billing = await authorized({
      host: 'billing.example.com',
      audience: 'billing.example.com',
    });
    const both = await authorized({ audience: `${ordersHost},billing.example.com` });
    const token = await tokenOf(keys);
    const ofBilling = await tokenOf(keys, { audience: 'billing.example.com' });

    const served = await orders.ask(token);
    expect(served).toMatchObject({
      status: 200,
      json: { subject: 'alice@example.com', profile: 'dev', session_id: keys.sessionId },
    });

    const forOther = [
      await billing.ask(token),
      await orders.ask(ofBilling),
      await both.ask(ofBilling),
    ];
    expect(
      forOther.map(({ status }) => status),
      'SECURITY VIOLATION: a token was taken at another host',
    ).toEqual([403, 403, 403]);

    skewMs = 61_000;
    const late = await orders.ask(token);
    skewMs = -60_000;
    const early = await orders.ask(token);
    skewMs = 0;
    expect(
      [late.status, early.status],
      'SECURITY VIOLATION: a token was taken outside its minute',
    ).toEqual([403, 403]);

    const alice = stack.users.find(({ name }) => name === 'alice');
    const ofBase = await tokenOf({ ...keys, ...(alice ?? serviceKeys) });
    expect((await orders.ask(ofBase)).status, 'SECURITY VIOLATION: base credentials').toBe(403);

    await call('alice', 'POST', `/sessions/${keys.sessionId}/end`);
    const ended = await orders.ask(await tokenOf(keys));
    expect(ended.status, 'SECURITY VIOLATION: an ended session was served').toBe(403);

    const told = orders.lines.map((line) => JSON.parse(line));
    expect(told.map(({ outcome, because }) => because ?? outcome)).toEqual([
      'allow',
      'other-audience',
      'stale',
      'stale',
      'unknown-session',
      'session-over',
    ]);
    const written = [...orders.lines, ...billing.lines, ...both.lines].join('\n');
    expect(written, 'SECURITY VIOLATION: a secret was logged').not.toContain(token.slice(-40));
    expect(written, 'SECURITY VIOLATION: a secret was logged').not.toContain(keys.sessionToken);
  });
});

test('SEC-27 a token that was forged, or signed for something else, is refused by STS', async () => {
  await withService(async ({ vend, authorized, stack }) => {
    const [keys, others] = [await vend('alice'), await vend('bob')];
    const orders = await authorized();
    const forged: readonly VendedKeys[] = [
      { ...keys, secretAccessKey: others.secretAccessKey },
      { ...keys, sessionToken: others.sessionToken },
      { ...others, accessKeyId: keys.accessKeyId },
    ];

    const answers = await Promise.all(forged.map(async (each) => orders.ask(await tokenOf(each))));

    expect(
      answers.map(({ status }) => status),
      'SECURITY VIOLATION: a forged token',
    ).toEqual([403, 403, 403]);
    const because = orders.lines.map((line) => JSON.parse(line).because);
    expect(because).toEqual(['not-proven', 'not-proven', 'not-proven']);
    expect(stack.sts.count('GetCallerIdentity')).toBe(0);
  });
});

type Presigning = {
  readonly query?: Readonly<Record<string, string>>;
  readonly host?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly expiresIn?: number;
  readonly service?: string;
  readonly signingRegion?: string;
  readonly method?: string;
  readonly path?: string;
};

/** A token whose signature is of a request that is not quite the right one. */
async function signedOtherwise(credentials: VendedKeys, other: Presigning): Promise<string> {
  const { query = identityQuery, host = stsHost(region), expiresIn = 60 } = other;
  const { headers = { [audienceHeader]: ordersHost }, service = 'sts' } = other;
  const signer = new SignatureV4({ service, region, credentials, sha256: NodeSha256 });
  const request = new HttpRequest({
    method: other.method ?? 'GET',
    hostname: host,
    path: other.path ?? '/',
    query: { ...query },
    headers: { host, ...headers },
  });
  const { signingRegion = region } = other;
  const signed = await signer.presign(request, { expiresIn, signingRegion });
  return encodeProof({
    audience: ordersHost,
    region,
    accessKeyId: credentials.accessKeyId,
    date: String(signed.query?.['X-Amz-Date']),
    signature: String(signed.query?.['X-Amz-Signature']),
    sessionToken: credentials.sessionToken,
  });
}

test('SEC-27 a signature of any other request proves nothing', async () => {
  await withService(async ({ vend, authorized }) => {
    const keys = await vend('alice');
    const orders = await authorized();
    const others: readonly Presigning[] = [
      { query: { ...identityQuery, Action: 'GetSessionToken' } },
      { query: { ...identityQuery, Action: 'AssumeRole' } },
      { query: { ...identityQuery, Version: '2011-06-16' } },
      { query: { ...identityQuery, Extra: '1' } },
      { expiresIn: 900 },
      { headers: {} },
      { headers: { [audienceHeader]: 'billing.example.com' } },
      { headers: { [audienceHeader]: `${ordersHost}.evil.example` } },
      { headers: { [audienceHeader]: ordersHost, 'x-more': '1' } },
      { headers: { 'x-k8s-aws-id': ordersHost } },
      { host: 'sts.amazonaws.com' },
      { host: 'sts.us-east-1.amazonaws.com' },
      { host: `${stsHost(region)}.evil.example` },
      { service: 'iam' },
      { signingRegion: 'us-east-1' },
      { method: 'POST' },
      { path: '/other' },
    ];

    const tokens = await Promise.all(others.map((other) => signedOtherwise(keys, other)));
    const answers = await Promise.all(tokens.map((token) => orders.ask(token)));
    const control = await orders.ask(await signedOtherwise(keys, {}));

    const taken = others.filter((_, at) => answers[at]?.status !== 403);
    expect(taken, 'SECURITY VIOLATION: a signature of another request was taken').toEqual([]);
    expect(control.status).toBe(200);
  });
});

/** The token by AWS's own signer for Python, and nothing of ours. */
const byBotocore = `
import base64, json, sys
from urllib.parse import parse_qs, urlsplit
from botocore.auth import SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
access, secret, session_token, region, audience = sys.argv[1:]
auth = SigV4QueryAuth(Credentials(access, secret, session_token), "sts", region, expires=60)
request = AWSRequest(
    "GET",
    f"https://sts.{region}.amazonaws.com/?Action=GetCallerIdentity&Version=2011-06-15",
    headers={"x-sentinel-audience": audience},
)
auth.add_auth(request)
query = parse_qs(urlsplit(request.prepare().url).query)
members = [audience, region, access, query["X-Amz-Date"][0], query["X-Amz-Signature"][0], session_token]
text = json.dumps(members, separators=(",", ":"))
print("sentinel-v1." + base64.urlsafe_b64encode(text.encode()).decode().rstrip("="))
`;

test.runIf(hasBotocore())('SEC-27 a token that botocore signed holds like our own', async () => {
  await withService(async ({ vend, authorized }) => {
    const keys = await vend('alice');
    const orders = await authorized();
    const sign = (audience: string) => {
      const { accessKeyId, secretAccessKey, sessionToken } = keys;
      const values = [accessKeyId, secretAccessKey, sessionToken, region, audience];
      return spawnSync('python3', ['-c', byBotocore, ...values])
        .stdout.toString()
        .trim();
    };

    const served = await orders.ask(sign(ordersHost));
    const forOther = await orders.ask(sign('billing.example.com'));

    expect(served).toMatchObject({ status: 200, json: { session_id: keys.sessionId } });
    expect(forOther.status, 'SECURITY VIOLATION: a token was taken at another host').toBe(403);
  });
});

test('SEC-24 the authorizer gets items, one by one, and does nothing else to the table', async () => {
  await withService(async ({ vend, authorized, authorizerKeys, stack }) => {
    const orders = await authorized();

    const served = await orders.ask(await tokenOf(await vend('alice')));

    expect(served.status).toBe(200);
    const operations = stack.dynamodb.calls
      .filter(({ accessKeyId }) => accessKeyId === authorizerKeys.accessKeyId)
      .map(({ operation }) => operation);
    expect(operations, 'SECURITY VIOLATION: it does more').toEqual(Array(5).fill('GetItem'));
  });
});

test('SEC-02 while STS or the table is away nobody is let through', async () => {
  await withService(async ({ vend, authorized }) => {
    const keys = await vend('alice');
    const nowhere = 'http://127.0.0.1:9';
    const [noSts, noTable] = [
      await authorized({ stsUrl: nowhere }),
      await authorized({ tableUrl: nowhere }),
    ];

    const answers = [await noSts.ask(await tokenOf(keys)), await noTable.ask(await tokenOf(keys))];

    expect(
      answers.map(({ status }) => status),
      'SECURITY VIOLATION: let through without proof',
    ).toEqual([403, 403]);
    const lines = [...noSts.lines, ...noTable.lines].map((line) => JSON.parse(line));
    expect(lines.map(({ outcome }) => outcome)).toEqual(['error', 'error']);
  });
});

import { execFileSync } from 'node:child_process';
import { SentinelError } from '@sentinel/core/errors';
import type { Message } from '@sentinel/core/ports';
import { afterEach, describe, expect, test } from 'vitest';
import { type WebhookReceiver, webhookReceiver } from '../../testing/webhook-receiver.ts';
import type { Resolve } from './guarded-lookup.ts';
import { type WebhookOptions, webhookPost } from './webhook.ts';

const clock = { nowMs: () => Date.UTC(2026, 0, 25, 14, 30) };
const key = 'a-key-of-thirty-two-characters-or-more';
const message: Message = {
  id: '00000000000000aa.1',
  subject: 'Sentinel: request created, production',
  body: '{"version":"1","text":"ä € 😀"}',
};
const name = 'hooks.example';
const secret = 'T000-canary';
const loopback: Resolve = async () => [{ address: '127.0.0.1', family: 4 }];

const open: WebhookReceiver[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((receiver) => receiver.close()));
});

async function receiving(...args: Parameters<typeof webhookReceiver>) {
  const receiver = await webhookReceiver(...args);
  open.push(receiver);
  return receiver;
}

/** Posts to a receiver on this machine, which only a test may reach. */
function postTo(receiver: WebhookReceiver, more: WebhookOptions = {}, path = `/${secret}?a=b`) {
  const { ca, port } = receiver;
  const here = { ca, resolve: loopback, mayReach: () => true, limitMs: 2000 };
  const url = `https://${name}:${port}${path}`;
  return webhookPost(clock, { ...here, ...more })({ url, key }, message);
}

/** The code and the words of what a call fails with. */
async function failureOf(call: Promise<void>) {
  const error = await call.catch((thrown: unknown) => thrown);
  if (error instanceof SentinelError) return `${error.code}: ${error.message}`;
  throw new Error(`it did not fail as it should: ${error}`);
}

describe('a webhook', () => {
  test('is posted the body, with an id and a signature that others can check', async () => {
    const receiver = await receiving(name);

    await postTo(receiver);

    const [delivery] = receiver.deliveries;
    expect(delivery).toMatchObject({
      path: `/${secret}?a=b`,
      body: message.body,
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'x-sentinel-notification-id': message.id,
        host: `${name}:${receiver.port}`,
      },
    });
    const [, seconds, hmac] =
      /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(delivery?.headers['x-sentinel-signature'])) ?? [];
    expect(Number(seconds)).toBe(clock.nowMs() / 1000);
    expect(openssl(`${seconds}.${delivery?.body}`)).toBe(hmac);
  });

  test.each([200, 201, 202, 204, 299])('that answers %i took it', async (status) => {
    const receiver = await receiving(name, (_, response) => void response.writeHead(status).end());

    await expect(postTo(receiver)).resolves.toBeUndefined();
  });

  test.each([
    [400, 'CONFIG_ERROR'],
    [401, 'CONFIG_ERROR'],
    [404, 'CONFIG_ERROR'],
    [410, 'CONFIG_ERROR'],
    [408, 'DEPENDENCY_UNAVAILABLE'],
    [429, 'DEPENDENCY_UNAVAILABLE'],
    [500, 'DEPENDENCY_UNAVAILABLE'],
    [503, 'DEPENDENCY_UNAVAILABLE'],
  ])('that answers %i did not: %s', async (status, code) => {
    const receiver = await receiving(name, (_, response) => void response.writeHead(status).end());

    expect(await failureOf(postTo(receiver))).toBe(`${code}: the webhook answered ${status}`);
  });

  test('that says nothing is given up in time', async () => {
    const receiver = await receiving(name, () => undefined);

    expect(await failureOf(postTo(receiver, { limitMs: 50 }))).toBe(
      'DEPENDENCY_UNAVAILABLE: the webhook failed: TimeoutError',
    );
  });

  test('that never ends its answer took it as soon as it said so', async () => {
    const receiver = await receiving(name, (_, response) => {
      response.writeHead(200);
      response.write('.');
    });

    await expect(postTo(receiver)).resolves.toBeUndefined();
  });

  test('that is not there may be there later', async () => {
    const receiver = await receiving(name);
    await receiver.close();
    open.length = 0;

    expect(await failureOf(postTo(receiver))).toBe(
      'DEPENDENCY_UNAVAILABLE: the webhook failed: ECONNREFUSED',
    );
  });
});

describe('SEC-31 a webhook', () => {
  test.each([301, 302, 303, 307, 308])('is not followed where %i leads', async (status) => {
    const other = await receiving(name);
    const receiver = await receiving(name, (_, response) => {
      response.writeHead(status, { Location: `https://${name}:${other.port}/` }).end();
    });

    const failure = await failureOf(postTo(receiver, { ca: receiver.ca + other.ca }));

    expect(failure).toBe(`CONFIG_ERROR: the webhook answered ${status}`);
    expect(other.connections(), 'SECURITY VIOLATION: a redirect was followed').toBe(0);
  });

  test('whose certificate is of another name, or of nobody, is sent nothing', async () => {
    const [other, unknown] = [await receiving('other.example'), await receiving(name)];

    const failures = [
      await failureOf(postTo(other)),
      await failureOf(postTo(unknown, { ca: other.ca })),
    ];

    expect(failures).toEqual([
      'DEPENDENCY_UNAVAILABLE: the webhook failed: ERR_TLS_CERT_ALTNAME_INVALID',
      'DEPENDENCY_UNAVAILABLE: the webhook failed: DEPTH_ZERO_SELF_SIGNED_CERT',
    ]);
    expect(
      [...other.deliveries, ...unknown.deliveries],
      'SECURITY VIOLATION: a stranger was told',
    ).toEqual([]);
  });

  test('with a huge head is cut off', async () => {
    const receiver = await receiving(name, (_, response) => {
      response.writeHead(200, { 'X-Long': 'x'.repeat(12_000) }).end();
    });

    expect(await failureOf(postTo(receiver)), 'SECURITY VIOLATION: all of it was read').toBe(
      'DEPENDENCY_UNAVAILABLE: the webhook failed: HPE_HEADER_OVERFLOW',
    );
  });

  test('with a huge body is not read', async () => {
    let written = 0;
    const ended = Promise.withResolvers<void>();
    const receiver = await receiving(name, (_, response) => {
      const chunk = Buffer.alloc(65_536);
      const flood = () => {
        while (response.write(chunk)) written += chunk.length;
        written += chunk.length;
      };
      response.on('close', ended.resolve).on('drain', flood).writeHead(200);
      flood();
    });

    await postTo(receiver);
    await ended.promise;

    expect(written, 'SECURITY VIOLATION: a body is read without end').toBeLessThan(32_000_000);
  });
});

const outOfBounds =
  'CONFIG_ERROR: it leads to an address that is not public, or to a port that is not 443';

describe('SEC-31 no webhook is sent', () => {
  test.each([
    'https://127.0.0.1/',
    'https://127.1/',
    'https://0x7f000001/',
    'https://0x7f.0.0.1/',
    'https://2130706433/',
    'https://017700000001/',
    'https://0177.0.0.1/',
    'https://127.0.0.1./',
    'https://１２７.0.0.1/',
    'https://127。0。0。1/',
    'https://0/',
    'https://[::1]/',
    'https://[::]/',
    'https://[0:0:0:0:0:ffff:127.0.0.1]/',
    'https://[::ffff:7f00:1]/',
    'https://[64:ff9b::a9fe:a9fe]/',
    'https://[fd00:ec2::254]/',
    'https://[fe80::1]/',
    'https://169.254.169.254/latest/meta-data/',
    'https://0xa9fea9fe/',
    'https://2852039166/',
    'https://169.254.43518/',
    'https://10.0.0.1/',
    'https://8.8.8.8:444/',
    'https://8.8.8.8:22/',
    'https://[2600::1]:8443/',
  ])('to the address %s', async (url) => {
    const call = webhookPost(clock, { resolve: never })({ url, key }, message);

    expect(await failureOf(call), `SECURITY VIOLATION: ${url} is reached`).toBe(outOfBounds);
  });

  test.each([
    'http://hooks.example/',
    'HTTP://8.8.8.8/',
    'ftp://hooks.example/',
    'file:///etc/passwd',
    'https://user@hooks.example/',
    'https://user:word@hooks.example/',
    'https://',
    'https:///path',
    '//hooks.example/',
    'https://[fe80::1%25eth0]/',
    'https://exa mple/',
    '',
  ])('to what is no plain HTTPS URL: %j', async (url) => {
    const call = webhookPost(clock, { resolve: never, limitMs: 200 })({ url, key }, message);

    const failure = await failureOf(call);

    expect(failure, `SECURITY VIOLATION: ${url} is reached`).not.toContain('looked up');
    expect(failure).not.toContain('answered');
  });

  test.each<[string, readonly string[]]>([
    ['localhost', ['127.0.0.1']],
    ['localhost.', ['::1']],
    ['metadata.google.internal', ['169.254.169.254']],
    ['instance-data.ec2.internal', ['169.254.169.254']],
    ['127.0.0.1.nip.example', ['127.0.0.1']],
    ['half.example', ['8.8.8.8', '10.0.0.1']],
    ['later.example', ['2600::1', '::ffff:10.0.0.1']],
    ['nowhere.example', []],
    ['odd.example', ['0x7f000001']],
  ])('to the name %s, which leads to %j', async (host, addresses) => {
    const resolve: Resolve = async () =>
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
    const call = webhookPost(clock, { resolve, limitMs: 500 })(
      { url: `https://${host}/`, key },
      message,
    );

    expect(await failureOf(call), `SECURITY VIOLATION: ${host} is reached`).toBe(outOfBounds);
  });

  test('to a name on another port than 443', async () => {
    const resolve: Resolve = async () => [{ address: '8.8.8.8', family: 4 }];
    const url = 'https://hooks.example:8443/';

    const failure = await failureOf(webhookPost(clock, { resolve })({ url, key }, message));

    expect(failure, 'SECURITY VIOLATION: another port is reached').toBe(outOfBounds);
  });

  test('to a name that led elsewhere when it was last looked at', async () => {
    const receiver = await receiving(name);
    let looks = 0;
    const resolve: Resolve = async () => {
      looks += 1;
      return [{ address: looks === 1 ? '127.0.0.2' : '127.0.0.1', family: 4 }];
    };
    // 127.0.0.2 stands for a public address, at which nobody is at home.
    const mayReach = (address: string) => address === '127.0.0.2';

    const failures = [
      await failureOf(postTo(receiver, { resolve, mayReach })),
      await failureOf(postTo(receiver, { resolve, mayReach })),
    ];

    expect(failures[0], 'SECURITY VIOLATION: a name was looked up twice').not.toBe(outOfBounds);
    expect(failures[1], 'SECURITY VIOLATION: a name was not judged anew').toBe(outOfBounds);
    expect([looks, receiver.connections()]).toEqual([2, 0]);
  });
});

describe('SEC-15 no error of a webhook tells its address or its key', () => {
  test.each<[string, () => Promise<WebhookReceiver>, WebhookOptions]>([
    ['refuses', () => receiving(name, (_, r) => void r.writeHead(400).end(secret)), {}],
    ['is silent', () => receiving(name, () => undefined), { limitMs: 50 }],
    ['is cut off', () => receiving(name, (_, r) => void r.destroy()), {}],
    ['is not known', () => receiving(name), { resolve: unknown }],
    ['is somebody else', () => receiving('other.example'), {}],
    ['is out of bounds', () => receiving(name), { mayReach: () => false }],
  ])('that %s', async (_, start, more) => {
    const failure = await failureOf(postTo(await start(), more));

    expect(failure, 'SECURITY VIOLATION: an error tells a secret').not.toMatch(
      new RegExp(`${secret}|${key}|${name}|127\\.0`),
    );
  });
});

const never: Resolve = async () => {
  throw new Error('a name was looked up');
};

const unknown: Resolve = async (host) => {
  throw Object.assign(new Error(`getaddrinfo ENOTFOUND ${host}`), { code: 'ENOTFOUND' });
};

/** The HMAC by a program that is not ours. */
function openssl(text: string): string {
  const hmac = execFileSync('openssl', ['dgst', '-sha256', '-hmac', key, '-hex'], { input: text });
  return hmac.toString().trim().split(' ').at(-1) ?? '';
}

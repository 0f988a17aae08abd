import { afterEach, describe, expect, test } from 'vitest';
import { clock, failureOf, key, message, name, postTo, secret } from '../../testing/post-to.ts';
import { type WebhookReceiver, webhookReceiver } from '../../testing/webhook-receiver.ts';
import type { Resolve } from './guarded-lookup.ts';
import { type WebhookOptions, webhookPost } from './webhook.ts';

const open: WebhookReceiver[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((receiver) => receiver.close()));
});

async function receiving(...args: Parameters<typeof webhookReceiver>) {
  const receiver = await webhookReceiver(...args);
  open.push(receiver);
  return receiver;
}

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

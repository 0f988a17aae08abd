import { execFileSync } from 'node:child_process';
import { afterEach, describe, expect, test } from 'vitest';
import { clock, failureOf, key, message, name, postTo, secret } from '../../testing/post-to.ts';
import { type WebhookReceiver, webhookReceiver } from '../../testing/webhook-receiver.ts';

const open: WebhookReceiver[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((receiver) => receiver.close()));
});

async function receiving(...args: Parameters<typeof webhookReceiver>) {
  const receiver = await webhookReceiver(...args);
  open.push(receiver);
  return receiver;
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

/** The HMAC by a program that is not ours. */
function openssl(text: string): string {
  const hmac = execFileSync('openssl', ['dgst', '-sha256', '-hmac', key, '-hex'], { input: text });
  return hmac.toString().trim().split(' ').at(-1) ?? '';
}

import { expect, test } from 'vitest';
import { startForTest } from '../../testing/recording-gateway.ts';
import { send } from '../../testing/signers.ts';
import { limits } from './limits.ts';

test('a head of 10,240 bytes is taken, one more is refused', async () => {
  const gateway = await startForTest();
  const small = await gateway.call('/', { headers: { 'x-pad': '' } });
  const event = gateway.events[0];
  const used = Object.entries(event?.headers ?? {})
    .filter(([name]) => !/^(x-forwarded-|content-length)/.test(name))
    .reduce((sum, [, value]) => sum + value.length, 'GET / HTTP/1.1\r\nclose'.length);
  const pad = 'x'.repeat(limits.headBytes - used);

  const full = await gateway.call('/', { headers: { 'x-pad': pad } });
  const over = await gateway.call('/', { headers: { 'x-pad': `${pad}x` } });

  expect([small.status, full.status]).toEqual([200, 200]);
  expect(over).toMatchObject({
    status: 431,
    body: '{"message":"Request Header Fields Too Large"}',
  });
  expect(gateway.events).toHaveLength(2);
});

test('a head that the parser does not take is refused alike', async () => {
  const gateway = await startForTest();

  const answer = await send(`${gateway.url}/`, {
    headers: { 'x-pad': 'x'.repeat(9 * limits.headBytes) },
  });

  expect(answer).toMatchObject({
    status: 431,
    body: '{"message":"Request Header Fields Too Large"}',
  });
});

test.each([
  ['an event that Lambda does not take', limits.payloadBytes],
  ['a body that API Gateway does not take', limits.bodyBytes + 1],
])('%s is too large', async (_, length) => {
  const gateway = await startForTest();

  const answer = await gateway.call('/', {
    method: 'POST',
    headers: { 'content-type': 'text/plain' },
    body: Buffer.alloc(length, 'x'),
  });

  expect(answer).toMatchObject({ status: 413, body: '{"message":"Request Entity Too Large"}' });
  expect(gateway.events).toEqual([]);
});

test('a large body is taken whole', async () => {
  const gateway = await startForTest();

  const answer = await gateway.call('/', {
    method: 'POST',
    headers: { 'content-type': 'text/plain' },
    body: Buffer.alloc(5_000_000, 'x'),
  });

  expect(answer.status).toBe(200);
  expect(gateway.events[0]?.body).toHaveLength(5_000_000);
});

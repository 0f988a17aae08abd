import { describe, expect, test } from 'vitest';
import { now, user } from '../../testing/callers.ts';
import { startForTest } from '../../testing/recording-gateway.ts';
import type { GatewayOptions } from './start-gateway.ts';

describe('a handler that', () => {
  test.each<[string, GatewayOptions['handler'], number, string]>([
    ['throws', () => Promise.reject(new Error('secret detail')), 500, 'Internal Server Error'],
    [
      'throws before it awaits',
      () => {
        throw new Error('secret detail');
      },
      500,
      'Internal Server Error',
    ],
    ['answers nonsense', async () => ({ statusCode: 'x' }), 500, 'Internal Server Error'],
    [
      'answers a header that HTTP cannot carry',
      async () => ({ statusCode: 200, headers: { a: 'b\r\nset-cookie: c' } }),
      500,
      'Internal Server Error',
    ],
    ['never answers', () => new Promise(() => {}), 503, 'Service Unavailable'],
  ])('%s is an error of the server', async (_, handler, status, message) => {
    const gateway = await startForTest({ handler, integrationTimeoutMs: 20 });

    const answer = await gateway.call('/');

    expect(answer.status).toBe(status);
    expect(answer.body).toBe(JSON.stringify({ message }));
    expect(gateway.failures).toHaveLength(1);
  });

  test('throws after its time-out harms nobody', async () => {
    const late = Promise.withResolvers<never>();
    const gateway = await startForTest({ handler: () => late.promise, integrationTimeoutMs: 20 });

    const answer = await gateway.call('/');
    late.reject(new Error('too late'));
    await gateway.call('/', { credentials: { ...user, secretAccessKey: 'wrong' } });

    expect(answer.status).toBe(503);
    expect(gateway.failures).toHaveLength(1);
  });

  test('asks for its time gets what is left of it', async () => {
    const left: number[] = [];
    let nowMs = now.getTime();
    const gateway = await startForTest({
      clock: { nowMs: () => nowMs },
      handler: async (_, context) => {
        for (const passedMs of [0, 12_000, 60_000]) {
          nowMs += passedMs;
          left.push(context.getRemainingTimeInMillis());
        }
        return context.awsRequestId;
      },
      newId: () => 'id-1',
    });

    const answer = await gateway.call('/');

    expect(left).toEqual([30_000, 18_000, 0]);
    expect(answer.body).toBe('"id-1"');
  });

  test('sets cookies has them set', async () => {
    const gateway = await startForTest({
      handler: async () => ({ statusCode: 200, cookies: ['a=1', 'b=2; Secure'] }),
    });

    const answer = await gateway.call('/');

    expect(answer.headers['set-cookie']).toEqual(['a=1', 'b=2; Secure']);
  });
});

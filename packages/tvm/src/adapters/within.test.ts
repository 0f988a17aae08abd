import { expect, test } from 'vitest';
import { within } from './within.ts';

test('an answer in time is the answer', async () => {
  expect(await within(10_000, async () => 'answer')).toBe('answer');
});

test('a failure in time is the failure', async () => {
  const call = within(10_000, () => Promise.reject(new Error('no')));

  await expect(call).rejects.toThrow('no');
});

test('a call that takes too long is told to stop, and not awaited', async () => {
  let isStopped = false;

  const call = within(5, (signal) => {
    signal.addEventListener('abort', () => {
      isStopped = true;
    });
    return new Promise(() => undefined);
  });

  await expect(call).rejects.toThrow('no answer within 5 ms');
  expect(isStopped).toBe(true);
});

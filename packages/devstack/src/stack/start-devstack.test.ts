import { expect, test } from 'vitest';
import { startDevstack } from './start-devstack.ts';

test('the API leaves its address and comes back to it', async () => {
  const stack = await startDevstack();
  try {
    await stack.leave();
    const whileAway = await fetch(`${stack.url}/health`).catch(() => 'nothing answers');
    await stack.comeBack();
    const back = await fetch(`${stack.url}/health`);

    expect(whileAway).toBe('nothing answers');
    expect(back.status).toBe(403);
  } finally {
    await stack.close();
  }
});

test('a stack whose API has left closes', async () => {
  const stack = await startDevstack();

  await stack.leave();

  await expect(stack.close()).resolves.toBeUndefined();
});

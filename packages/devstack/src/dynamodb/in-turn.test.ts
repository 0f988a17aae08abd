import { expect, test } from 'vitest';
import { createTurns } from './in-turn.ts';

test('work on one key runs one after another, on others at once', async () => {
  const inTurn = createTurns();
  const log: string[] = [];
  const { promise: gate, resolve: release } = Promise.withResolvers<void>();

  const first = inTurn('a', async () => {
    await gate;
    log.push('a1');
  });
  const second = inTurn('a', async () => log.push('a2'));
  await inTurn('b', async () => log.push('b1'));
  release();
  await Promise.all([first, second]);

  expect(log).toEqual(['b1', 'a1', 'a2']);
});

test('work that fails lets the next one run', async () => {
  const inTurn = createTurns();

  const failed = inTurn('a', () => Promise.reject(new Error('no')));

  await expect(failed).rejects.toThrow('no');
  expect(await inTurn('a', async () => 'done')).toBe('done');
});

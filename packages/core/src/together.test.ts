import { expect, test } from 'vitest';
import { together } from './together.ts';

test('starts all work in the given order, and gives what each came to in its place', async () => {
  const started: string[] = [];
  const later = async (name: string) => {
    started.push(name);
    await Promise.resolve();
    return name;
  };

  const [first, second, third] = await together([
    () => later('a'),
    () => undefined,
    () => later('b'),
  ]);

  expect({ first, second, third, started }).toEqual({
    first: 'a',
    second: undefined,
    third: 'b',
    started: ['a', 'b'],
  });
});

test.each([
  [
    'before it can be waited for',
    () => {
      throw new Error('half an answer');
    },
  ],
  ['when it is waited for', async () => Promise.reject(new Error('half an answer'))],
])('work that fails %s fails all, once the rest is done', async (_name, failing) => {
  const done: string[] = [];
  let finish = () => {};
  const slow = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const work = together([
    failing,
    async () => {
      await slow;
      done.push('the write under way');
    },
  ]).catch((error: unknown) => ({ error, done: [...done] }));

  finish();

  expect(await work).toEqual({
    error: new Error('half an answer'),
    done: ['the write under way'],
  });
});

test('of several failures the first in order is thrown, and none is left to nobody', async () => {
  const unhandled: unknown[] = [];
  const keep = (reason: unknown) => unhandled.push(reason);
  process.on('unhandledRejection', keep);
  const failures = together([
    async () => Promise.reject(new Error('first')),
    () => {
      throw new Error('second');
    },
    async () => Promise.reject(new Error('third')),
  ]);

  await expect(failures).rejects.toThrow('first');
  await new Promise((resolve) => setImmediate(resolve)); // by then Node has told of what nobody handles
  process.off('unhandledRejection', keep);

  expect(unhandled).toEqual([]);
});

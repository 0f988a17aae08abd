import type { LambdaFunction } from '@sentinel/devstack/runtime-api/lambda-function';
import { expect, test } from 'vitest';
import { createPool } from './pool.ts';

/** Instances that answer when they are told to. */
function instances() {
  const answers: (() => void)[] = [];
  let underWay = 0;
  let most = 0;
  const make = (): LambdaFunction => {
    let starts = 0;
    let isBusy = false;
    return {
      async invoke() {
        if (isBusy) throw new Error('it has work already');
        isBusy = true;
        starts = 1;
        underWay += 1;
        most = Math.max(most, underWay);
        await new Promise<void>((resolve) => answers.push(resolve));
        underWay -= 1;
        isBusy = false;
        return { kind: 'answered', payload: '{"statusCode":200,"headers":{}}' };
      },
      pid: () => undefined,
      starts: () => starts,
      close: async () => {},
    };
  };
  return { make, answerNext: () => answers.shift()?.(), most: () => most };
}

// The pool hands it on and reads nothing of it.
const event = {} as Parameters<ReturnType<typeof createPool>['handler']>[0];
const context = { awsRequestId: 'a', getRemainingTimeInMillis: () => 1000 };

test('an instance has one event at a time; beyond the most, events wait for their turn', async () => {
  const { make, answerNext, most } = instances();
  const pool = createPool(2, make);

  const answers = Array.from({ length: 5 }, () => pool.handler(event, context));
  for (let nth = 0; nth < 5; nth += 1) {
    await new Promise((resolve) => setImmediate(resolve));
    answerNext();
  }
  const told = (await Promise.all(answers)).map((answer) => JSON.stringify(answer));

  expect(most()).toBe(2);
  expect(pool.workers()).toHaveLength(2);
  expect(told.filter((answer) => /"X-Load-Gateway":"[\d.]+,1"/.test(answer))).toHaveLength(2);
  expect(told.filter((answer) => /"X-Load-Gateway":"[\d.]+,0"/.test(answer))).toHaveLength(3);
});

test('a second instance is made only when the first has work', async () => {
  const { make, answerNext } = instances();
  const pool = createPool(2, make);

  for (let nth = 0; nth < 3; nth += 1) {
    const answer = pool.handler(event, context);
    await new Promise((resolve) => setImmediate(resolve));
    answerNext();
    await answer;
  }

  expect(pool.workers()).toHaveLength(1);
});

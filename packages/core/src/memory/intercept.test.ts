import { expect, test } from 'vitest';
import { intercepted } from './intercept.ts';

const mark = Symbol('mark');

function someWorld() {
  const calls: string[] = [];
  const counter = {
    count: 2,
    add(by: number) {
      return this.count + by;
    },
  };
  const ports = { counter, partition: 'aws', session: null, [mark]: 'a mark' };
  const world = intercepted(ports, ({ port, method, ordinal }, proceed) => {
    calls.push(`${ordinal}. ${port}.${method}`);
    return proceed();
  });
  return { calls, world };
}

test('every call of a port passes by, named and counted, on the port itself', () => {
  const { calls, world } = someWorld();

  const sums = [world.counter.add(1), world.counter.add(3)];

  expect(sums).toEqual([3, 5]);
  expect(calls).toEqual(['1. counter.add', '2. counter.add']);
});

test('what is no port, no method and no name is handed on as it is', () => {
  const { calls, world } = someWorld();

  const members = [world.partition, world.session, world.counter.count, world[mark]];

  expect(members).toEqual(['aws', null, 2, 'a mark']);
  expect(calls).toEqual([]);
});

import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { cached } from './cached.ts';

const of = (also: string) => ({
  name: 'test',
  paths: ['scripts/parity/terraform', 'scripts/parity/names.ts'],
  also: [also],
});

test('what is made of the same is made once', () => {
  const key = randomUUID();
  let made = 0;
  const make = () => `made ${++made}`;

  expect([cached(of(key), make), cached(of(key), make)]).toEqual(['made 1', 'made 1']);
  expect(cached(of(randomUUID()), make)).toBe('made 2');
});

test('what could not be made is not kept', () => {
  const key = randomUUID();
  const fail = () => {
    throw new Error('no plan');
  };

  expect(() => cached(of(key), fail)).toThrow('no plan');
  expect(cached(of(key), () => 'made')).toBe('made');
});

import { expect, test } from 'vitest';
import { alarms } from './alarms.ts';

test('names of alarms are told apart', () => {
  const all = alarms.map(({ name }) => name);

  expect(new Set(all).size).toBe(all.length);
});

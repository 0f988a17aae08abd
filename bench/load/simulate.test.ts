import { expect, test } from 'vitest';
import {
  burstOf,
  coldStartsOf,
  instancesOf,
  numbers,
  peopleUntil,
  simulateDay,
} from './simulate.ts';

test.each([
  [10, 100, 4],
  [1000, 100, 130],
  [0, 104, 0],
])(
  '%i calls a second of %i ms each keep up to %i instances at work',
  (perSecond, ms, instances) => {
    expect(instancesOf(perSecond, ms)).toBe(instances);
  },
);

test.each([
  [0, 0],
  [1, 4],
  [100, 200],
])('the worst second of a minute with %i calls a second has %i', (mean, worst) => {
  expect(burstOf(mean, 2)).toBe(worst);
});

test('an instance starts where the last minutes have left none alive', () => {
  expect(coldStartsOf([1, 3, 2, 3, 0, 0, 0, 2], 2)).toEqual([1, 2, 0, 0, 0, 0, 0, 2]);
});

test('a day of one client that begins at nine vends when it begins and whenever it renews', () => {
  const one = {
    ...numbers(),
    clientsPerPerson: 1,
    peakMinutes: 0,
    callsAtStart: 0,
    workHours: 2,
    renewMinutes: 60,
    jitter: 1,
  };

  const { minute, vendsPerSecond, uses } = simulateDay(60, one);

  expect(minute).toBe(9 * 60);
  expect(vendsPerSecond).toBe(1 + 3);
  expect(uses.find(({ quota }) => quota === 'STS: AssumeRole')?.asked).toBe(4);
  expect(uses.find(({ quota }) => quota.includes('by-time'))?.asked).toBe(16);
});

test('the same seed makes the same day, another seed another', () => {
  expect(simulateDay(1000, numbers(), 7)).toEqual(simulateDay(1000, numbers(), 7));
  expect(simulateDay(1000, numbers(), 7)).not.toEqual(simulateDay(1000, numbers(), 8));
});

test('twice the people ask for about twice as much', () => {
  const few = simulateDay(50_000, numbers());
  const many = simulateDay(100_000, numbers());

  expect(many.vendsPerSecond / few.vendsPerSecond).toBeGreaterThan(1.85);
  expect(many.vendsPerSecond / few.vendsPerSecond).toBeLessThan(2.15);
});

test('a quota is full with so many people, and not with a tenth fewer', () => {
  const most = peopleUntil('STS: AssumeRole', numbers());

  const asked = (people: number) =>
    simulateDay(people, numbers()).uses.find(({ quota }) => quota === 'STS: AssumeRole')?.asked;

  expect(asked(most * 1.1)).toBeGreaterThan(600);
  expect(asked(most * 0.9)).toBeLessThan(600);
});

import { expect, test } from 'vitest';
import { slopeOf } from './slope.ts';

const points = (count: number, y: (x: number) => number) =>
  Array.from({ length: count }, (_, x) => ({ x, y: y(x) }));

test('a straight line has its slope, and no doubt about it', () => {
  const { perUnit, low, high } = slopeOf(points(60, (x) => 100 + 3 * x));

  expect(perUnit).toBeCloseTo(3);
  expect(low).toBeCloseTo(3);
  expect(high).toBeCloseTo(3);
});

test('what goes up and down and stays has a slope around zero', () => {
  const { low, high } = slopeOf(points(240, (x) => 100 + ((x * 7919) % 13)));

  expect(low).toBeLessThan(0);
  expect(high).toBeGreaterThan(0);
});

test('a leak shows through the noise', () => {
  expect(slopeOf(points(240, (x) => 100 + 0.05 * x + Math.sin(x / 3))).low).toBeGreaterThan(0.03);
});

test('too few points have none', () => {
  expect(() => slopeOf(points(11, (x) => x))).toThrow('11 points have no slope');
});

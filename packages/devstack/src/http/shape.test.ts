import { describe, expect, test } from 'vitest';
import {
  listViolations,
  matchesWhole,
  numberViolations,
  textViolations,
  violationMessage,
} from './shape.ts';

describe('a text and its shape', () => {
  test.each([
    ['ab', {}, []],
    ['ab', { min: 2, max: 2, pattern: '[ab]*' }, []],
    [
      'a',
      { min: 2 },
      [
        "Value 'a' at 'x' failed to satisfy constraint: Member must have length greater than or equal to 2",
      ],
    ],
    [
      'abc',
      { max: 2 },
      [
        "Value 'abc' at 'x' failed to satisfy constraint: Member must have length less than or equal to 2",
      ],
    ],
    [
      'c',
      { pattern: '[ab]*' },
      [
        "Value 'c' at 'x' failed to satisfy constraint: Member must satisfy regular expression pattern: [ab]*",
      ],
    ],
  ])('%j against %j', (value, shape, expected) => {
    expect(textViolations('x', value, shape)).toEqual(expected);
  });

  test('characters are counted, not UTF-16 units', () => {
    expect(textViolations('x', '😀😀', { max: 2 })).toEqual([]);
    expect(textViolations('x', '😀', { min: 2 })).toHaveLength(1);
  });

  test.each([
    ['ab', 'ab', true],
    ['xab', 'ab', false],
    ['ab\n', 'ab', false],
    ['ab', 'a|b', false],
  ])('a pattern takes a text whole: %j, %j', (value, pattern, expected) => {
    expect(matchesWhole(value, pattern)).toBe(expected);
  });
});

test('numbers and lists have bounds, both included', () => {
  const shape = { min: 1, max: 3 };

  expect([0, 1, 3, 4].map((one) => numberViolations('x', one, shape).length)).toEqual([1, 0, 0, 1]);
  expect([0, 1, 3, 4].map((one) => listViolations('x', one, shape).length)).toEqual([1, 0, 0, 1]);
});

test('a message counts its violations', () => {
  expect(violationMessage(['a'])).toBe('1 validation error detected: a');
  expect(violationMessage(['a', 'b'])).toBe('2 validation errors detected: a; b');
});

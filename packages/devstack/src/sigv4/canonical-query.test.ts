import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalQuery, parseQuery } from './canonical-query.ts';

describe('a query string is made canonical', () => {
  test.each([
    ['', ''],
    ['b=2&a=1', 'a=1&b=2'],
    ['k=b&k=a', 'k=a&k=b'],
    ['a=1&a-b=1&a%3D=1', 'a=1&a%3D=1&a-b=1'],
    ['B=1&a=1', 'B=1&a=1'],
    ['flag', 'flag='],
    ['flag=', 'flag='],
    ['=x', '=x'],
    ['a=1&', '=&a=1'],
    ['q=a%3ab', 'q=a%3Ab'],
    ['q=a:b', 'q=a%3Ab'],
    ['q=a+b', 'q=a%2Bb'],
    ['q=%7E', 'q=~'],
    ['q=1=2', 'q=1%3D2'],
    ['q=%C3%A9', 'q=%C3%A9'],
  ])('`%s` becomes `%s`', (query, canonical) => {
    expect(canonicalQuery(parseQuery(query) ?? [])).toBe(canonical);
  });

  test('whatever the order received', () => {
    const bytes = fc.string({
      unit: fc.integer({ min: 0, max: 255 }).map((c) => String.fromCharCode(c)),
    });
    const parameters = fc.array(fc.tuple(bytes, bytes), { maxLength: 6 });

    fc.assert(
      fc.property(parameters, fc.func(fc.integer()), (given, weight) => {
        const shuffled = [...given].sort((a, b) => weight(a) - weight(b));
        expect(canonicalQuery(shuffled)).toBe(canonicalQuery(given));
        expect(canonicalQuery(parseQuery(canonicalQuery(given)) ?? [])).toBe(canonicalQuery(given));
      }),
    );
  });
});

test.each(['q=%', 'q=%2', 'q=%zz', '%=1'])('`%s` is not well encoded', (query) => {
  expect(parseQuery(query)).toBeUndefined();
});

import { describe, expect, test } from 'vitest';

/** A part of a document that must fit a pattern. */
export type Pattern = {
  readonly what: string;
  /** A document with the value, in quotes as JSON has them, in that place. */
  readonly parse: (value: string) => { readonly ok: boolean };
  /** What fits, the shortest and the longest among it. */
  readonly good: readonly string[];
  readonly bad: readonly string[];
};

/** Such as no pattern has. */
const foreign = 'é';

/** That each pattern takes all that fits, and nothing that is more or else. */
export function testPatterns(patterns: readonly Pattern[]): void {
  describe.each(patterns)('$what', ({ parse, good, bad }) => {
    const isTaken = (value: string) => parse(JSON.stringify(value)).ok;

    test('is taken at its shortest and its longest, and in all its forms', () => {
      expect(good.filter((value) => !isTaken(value))).toEqual([]);
    });

    test('is refused where it is anything else', () => {
      expect(bad.filter(isTaken)).toEqual([]);
    });

    test('has nothing before it and nothing behind it', () => {
      const longer = good.flatMap((one) => [foreign + one, one + foreign]);

      expect(longer.filter(isTaken)).toEqual([]);
    });
  });
}

/** So many of a sign. */
export function times(count: number, sign = 'a'): string {
  return sign.repeat(count);
}

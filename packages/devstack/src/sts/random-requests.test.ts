import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { modelViolations } from './check-model.ts';

const unit = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom(...'abzAZ09_+=.@-') },
  { weight: 1, arbitrary: fc.constantFrom(...',:/ ') },
  { weight: 1, arbitrary: fc.constantFrom(...'\n\t#é\u00df\u0130\u2028') },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }) },
);

function text(maxLength: number) {
  return fc.string({ unit, maxLength });
}

// The rules are written out by hand, so that the patterns of the table are not compared with themselves.
const plain = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_+=.@-';

function isName(value: string): boolean {
  const characters = [...value];
  return (
    characters.length >= 2 &&
    characters.length <= 64 &&
    characters.every((one) => plain.includes(one) || one === ',')
  );
}

function isTagText(value: string, min: number, max: number): boolean {
  const characters = [...value];
  return (
    characters.length >= min &&
    characters.length <= max &&
    characters.every(
      (one) => plain.includes(one) || ':/'.includes(one) || /[\p{L}\p{Z}\p{N}]/u.test(one),
    )
  );
}

const request = fc.record({
  roleSessionName: text(70),
  sourceIdentity: text(70),
  key: text(140),
  value: text(270),
});

describe('a request at random', () => {
  test('is within the model if and only if each of its texts is', () => {
    const seen = { legal: 0, illegal: 0 };
    fc.assert(
      fc.property(request, ({ roleSessionName, sourceIdentity, key, value }) => {
        const isLegal =
          isName(roleSessionName) &&
          isName(sourceIdentity) &&
          isTagText(key, 1, 128) &&
          isTagText(value, 0, 256);
        const violations = modelViolations({
          roleArn: 'arn:aws:iam::111122223333:role/a',
          roleSessionName,
          sourceIdentity,
          tags: [{ key, value }],
          policyArns: [],
          transitiveTagKeys: [],
        });
        seen[isLegal ? 'legal' : 'illegal'] += 1;
        expect(violations.length === 0).toBe(isLegal);
      }),
      { numRuns: 3000 },
    );

    expect(Math.min(seen.legal, seen.illegal)).toBeGreaterThan(50);
  });

  test('names of sessions may be tag values, unless they have a comma', () => {
    fc.assert(
      fc.property(text(64).filter(isName), (name) => {
        const violations = modelViolations({
          roleArn: 'arn:aws:iam::111122223333:role/a',
          roleSessionName: name,
          tags: [{ key: 'SentinelUser', value: name }],
          policyArns: [],
          transitiveTagKeys: [],
        });
        expect(violations.length === 0).toBe(!name.includes(','));
      }),
    );
  });
});

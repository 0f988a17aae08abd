import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readServiceModel } from '../http/service-model.ts';
import { textViolations } from '../http/shape.ts';
import { shapes } from './shapes.ts';

const model = readServiceModel('sts/2011-06-15');

describe.skipIf(model === undefined)('the service model (skipped without botocore)', () => {
  test.each(Object.entries(shapes))('says of %s what we say', (name, shape) => {
    const { min, max, pattern } = model?.shapes[name] ?? {};

    expect({ ...shape }).toEqual(JSON.parse(JSON.stringify({ min, max, pattern })));
  });
});

describe('names and tags at random', () => {
  const anything = fc.string({
    unit: fc.oneof(
      { weight: 8, arbitrary: fc.constantFrom(...'abzAZ09_+=,.@-') },
      { weight: 1, arbitrary: fc.constantFrom(...':/ \n\té\u00df\u0130\u2028') },
      { weight: 1, arbitrary: fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }) },
    ),
    maxLength: 70,
  });

  // Written out by hand, so that the shared pattern is not compared with itself.
  function isName(value: string): boolean {
    return value.length >= 2 && value.length <= 64 && [...value].every(isNameCharacter);
  }

  function isNameCharacter(character: string): boolean {
    return 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_+=,.@-'.includes(
      character,
    );
  }

  test.each(['roleSessionNameType', 'sourceIdentityType'] as const)(
    'a %s is legal by its characters and length alone',
    (name) => {
      fc.assert(
        fc.property(anything, (value) => {
          expect(textViolations('x', value, shapes[name]).length === 0).toBe(isName(value));
        }),
        { numRuns: 1000 },
      );
    },
  );

  test('a legal name is a legal tag value unless it has a comma', () => {
    fc.assert(
      fc.property(anything.filter(isName), (value) => {
        const violations = textViolations('x', value, shapes.tagValueType);
        expect(violations.length === 0).toBe(!value.includes(','));
      }),
    );
  });
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromStoredText, toStoredText } from './stored-text.ts';

test.each([
  ['', ''],
  ['mend the build', 'mend the build'],
  ['Größe\r\n\u2028\u202e 😀 %s', 'Größe\r\n\u2028\u202e 😀 %s'],
  ['half \ud83d of it', '"half \\ud83d of it"'],
  ['"quoted"', '"\\"quoted\\""'],
])('%j is stored as %j', (text, stored) => {
  expect(toStoredText(text)).toBe(stored);
});

test('every text comes back, and what is stored is well-formed', () => {
  const anyText = fc.string({
    unit: fc.oneof(
      fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)),
      fc.constant('"'),
    ),
  });
  fc.assert(
    fc.property(anyText, (text) => {
      const stored = toStoredText(text);

      expect(stored.isWellFormed()).toBe(true);
      expect(fromStoredText(stored)).toBe(text);
    }),
  );
});

test.each(['"', '"half', '"a" and more'])('%j, which nobody stored, is left as it is', (stored) => {
  expect(fromStoredText(stored)).toBe(stored);
});

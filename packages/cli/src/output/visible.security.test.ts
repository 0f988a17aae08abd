import fc from 'fast-check';
import { expect, test } from 'vitest';
import { json } from './json.ts';
import { visible } from './visible.ts';

/** What a terminal acts on, or a person cannot see. */
const acting = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

test.each([
  ['ANSI colour', 'a\u001b[31mb', 'a\\u{1b}[31mb'],
  ['C1 control sequence', 'a\u009b2Jb', 'a\\u{9b}2Jb'],
  ['carriage return', 'safe\revil', 'safe\\u{d}evil'],
  ['line feed', 'a\nb', 'a\\u{a}b'],
  ['tab', 'a\tb', 'a\\u{9}b'],
  ['NUL', 'a\u0000b', 'a\\u{0}b'],
  ['delete', 'a\u007fb', 'a\\u{7f}b'],
  ['line separator', 'a\u2028b', 'a\\u{2028}b'],
  ['right-to-left override', 'a\u202eb', 'a\\u{202e}b'],
  ['isolate', 'a\u2066b', 'a\\u{2066}b'],
  ['zero width space', 'a\u200bb', 'a\\u{200b}b'],
  ['lone high surrogate', 'a\ud83db', 'a\\u{d83d}b'],
  ['lone low surrogate', 'a\ude00b', 'a\\u{de00}b'],
  ['tag character', 'a\u{e0041}b', 'a\\u{e0041}b'],
  ['hangul filler', 'a\u3164b', 'a\\u{3164}b'],
])('SEC-17 a %s is shown, not obeyed', (_, text, shown) => {
  expect(visible(text), 'SECURITY VIOLATION: a hidden character reaches the terminal').toBe(shown);
});

test('SEC-17 letters of any script, signs and emoji stay as they are', () => {
  const text = 'Zoë 日本語 עברית 😀 `a` "b" = ~';

  expect(visible(text), 'SECURITY VIOLATION: plain text is changed').toBe(text);
});

test('SEC-17 nothing that acts on a terminal survives, and showing twice changes nothing', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const shown = visible(text);

      expect(acting.test(shown), 'SECURITY VIOLATION: a hidden character survives').toBe(false);
      expect(visible(shown)).toBe(shown);
    }),
  );
});

test('SEC-17 JSON holds nothing hidden and still says the same', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const printed = json({ text });

      const lines = printed.replaceAll('\n', '');
      expect(acting.test(lines), 'SECURITY VIOLATION: a hidden character survives').toBe(false);
      expect(JSON.parse(printed)).toEqual({ text });
    }),
  );
});

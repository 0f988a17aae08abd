import { expect, test } from 'vitest';
import { warningDue } from './warning.ts';

const minute = 60_000;
const endsAt = '2026-01-25T14:00:00Z';
const endsAtMs = Date.parse(endsAt);

test.each([
  { left: 11, last: undefined, words: undefined },
  { left: 10, last: undefined, words: '10 minutes' },
  { left: 9.5, last: 10, words: undefined },
  { left: 7.2, last: undefined, words: '8 minutes' },
  { left: 2, last: 10, words: '2 minutes' },
  { left: 1, last: 2, words: undefined },
  { left: 0.4, last: undefined, words: '1 minute' },
  { left: 0, last: undefined, words: undefined },
])('with $left minutes left, after a warning at $last, it says $words', (row) => {
  const last = row.last === undefined ? undefined : { endsAtMs, minutes: row.last };

  const due = warningDue(endsAt, endsAtMs - row.left * minute, last);

  expect(due?.words).toBe(row.words);
});

test('an end that has moved is warned of anew', () => {
  const last = { endsAtMs: endsAtMs - 60 * minute, minutes: 2 };

  const due = warningDue(endsAt, endsAtMs - 10 * minute, last);

  expect(due).toEqual({ endsAtMs, minutes: 10, words: '10 minutes' });
});

test.each([undefined, '', 'soon', '2026-13-45T00:00:00Z'])('%j is no end to warn of', (text) => {
  expect(warningDue(text, endsAtMs, undefined)).toBeUndefined();
});

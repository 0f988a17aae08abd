import { expect, test } from 'vitest';
import { isForgotten } from './block-life.ts';

const dayMs = 86_400_000;
const nextUntilMs = Date.UTC(2026, 2, 1);
const until = (untilMs: number) => ({ profile: '*', untilMs });

// The next one was made 30 days before its end at the earliest, and what then was over for 31 days is of no use.
test.each([
  [false, 'that has not ended', nextUntilMs + dayMs],
  [false, 'that ended when the next may have been made', nextUntilMs - 30 * dayMs],
  [false, 'that ended 31 days before that', nextUntilMs - 61 * dayMs],
  [true, 'that ended a millisecond sooner', nextUntilMs - 61 * dayMs - 1],
])('%s: a block is forgotten %s', (expected, _which, untilMs) => {
  expect(isForgotten(until(untilMs), until(nextUntilMs))).toBe(expected);
});

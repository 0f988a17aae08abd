import fc from 'fast-check';
import { expect, test } from 'vitest';
import { arbitraryFacts, arbitraryPolicy } from '../../testing/arbitrary-policy.ts';
import { factsOf, policyOf, ruleOf } from '../../testing/policy.ts';
import type { PolicySet } from './document.ts';
import { endOfUse } from './end-of-use.ts';
import { evaluate } from './evaluate.ts';
import type { Facts } from './facts.ts';

const minute = 60_000;
const hour = 60 * minute;

/** Moments at which clocks are set in zones that do so in their own ways, and one at which none is. */
const moments = [
  '2026-08-12T09:00:00Z',
  '2026-03-29T01:00:00Z', // Europe, an hour forward
  '2026-10-25T01:00:00Z', // Europe, an hour back
  '2026-03-08T07:00:00Z', // New York, forward
  '2026-11-01T06:00:00Z', // New York, back
  '2026-04-04T15:00:00Z', // Lord Howe, half an hour back
  '2026-10-03T15:30:00Z', // Lord Howe, half an hour forward
  '2026-09-26T14:00:00Z', // Chatham, from 2:45 to 3:45
].map((text) => Date.parse(text));

test('SEC-13 a right ends at the very minute at which its rule no longer decides', () => {
  const edge = fc.nat(24 * 60 - 1).map((at) => `${digits(at / 60)}:${digits(at % 60)}`);
  const windows = fc
    .record({
      hours: fc.record({ start: edge, end: edge }),
      timezone: fc.constantFrom(
        'Europe/Berlin',
        'America/New_York',
        'Australia/Lord_Howe',
        'Pacific/Chatham',
        'Asia/Kathmandu',
        'UTC',
      ),
    })
    .filter(({ hours }) => hours.start !== hours.end)
    .map((time) => ({ time }));
  const starts = fc
    .tuple(fc.constantFrom(...moments), fc.integer({ min: -90, max: 30 }))
    .map(([atMs, minutes]) => atMs + minutes * minute);

  fc.assert(
    fc.property(
      fc.array(windows, { minLength: 1, maxLength: 3 }),
      fc.boolean(),
      starts,
      (list, denies, nowMs) => {
        const rules = list.map((window) => ruleOf(denies ? 'deny' : 'allow', window));
        const set = policyOf([...rules, ruleOf('allow', { any: true })]);

        expectSameEnd(set, factsOf({ nowMs }));
      },
    ),
    { numRuns: 1500 },
  );
});

test('SEC-13 whatever the policy, a right ends when its rule no longer decides', () => {
  const aroundMs = fc.constantFrom(...moments);

  fc.assert(
    fc.property(
      aroundMs.chain((atMs) =>
        fc.tuple(arbitraryPolicy(atMs), arbitraryFacts(atMs), fc.constant(atMs)),
      ),
      fc.integer({ min: -60, max: 0 }),
      ([set, facts, atMs], minutes) => {
        expectSameEnd(set, { ...facts, nowMs: atMs + minutes * minute });
      },
    ),
    { numRuns: 1500 },
  );
});

/** All edges lie on whole minutes, so trying every minute misses none. */
function expectSameEnd(set: PolicySet, facts: Facts): void {
  const decision = evaluate(set, facts);
  if (!('rule' in decision)) return;
  const { rule } = decision;
  let expected: number | undefined;
  for (let atMs = facts.nowMs + minute; atMs <= facts.nowMs + hour; atMs += minute) {
    const later = evaluate(set, { ...facts, nowMs: atMs });
    if (
      'rule' in later &&
      later.rule.document === rule.document &&
      later.rule.index === rule.index
    ) {
      continue;
    }
    expected = atMs;
    break;
  }

  expect(
    endOfUse(set, facts, { rule, untilMs: facts.nowMs + hour }),
    'SECURITY VIOLATION: a right outlives its rule',
  ).toBe(expected);
}

function digits(value: number): string {
  return String(Math.floor(value)).padStart(2, '0');
}

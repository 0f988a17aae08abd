import { expect, test } from 'vitest';
import { factsOf, policyOf, ruleOf } from '../../testing/policy.ts';
import type { PolicySet } from './document.ts';
import { endOfUse } from './end-of-use.ts';
import { evaluate } from './evaluate.ts';

const hour = 3_600_000;
const berlin = (start: string, end: string, days?: readonly string[]) => ({
  time: { hours: { start, end }, timezone: 'Europe/Berlin', ...(days && { days }) },
});

test.each([
  ['the end of a window', berlin('09:00', '18:00'), '2026-08-12T15:30:00Z', '2026-08-12T16:00:00Z'],
  [
    'the end of a window that wraps',
    berlin('22:00', '06:00', ['monday']),
    '2026-08-11T03:30:00Z',
    '2026-08-11T04:00:00Z',
  ],
  [
    'not midnight, where a window goes on',
    berlin('22:00', '06:00'),
    '2026-08-11T21:59:00Z',
    undefined,
  ],
  ['midnight, for 24:00', berlin('18:00', '24:00'), '2026-08-12T21:30:00Z', '2026-08-12T22:00:00Z'],
  [
    'midnight, where the next day is not named',
    { time: { days: ['wednesday'], timezone: 'Europe/Berlin' } },
    '2026-08-12T21:30:00Z',
    '2026-08-12T22:00:00Z',
  ],
  ['nothing within the hour', berlin('09:00', '18:00'), '2026-08-12T14:59:00Z', undefined],
  [
    'an end just within the hour',
    berlin('09:00', '18:00'),
    '2026-08-12T15:00:00Z',
    '2026-08-12T16:00:00Z',
  ],
  [
    'the skipped hour in which a window would end',
    berlin('01:00', '02:30'),
    '2026-03-29T00:30:00Z',
    '2026-03-29T01:00:00Z',
  ],
  [
    'no end in the hour that is skipped within a window',
    berlin('01:00', '05:00'),
    '2026-03-29T00:30:00Z',
    undefined,
  ],
  [
    'the first end of an hour that is repeated',
    berlin('01:00', '02:30'),
    '2026-10-25T00:10:00Z',
    '2026-10-25T00:30:00Z',
  ],
  [
    'the moment at which clocks are set back out of a window',
    berlin('02:30', '05:00'),
    '2026-10-25T00:40:00Z',
    '2026-10-25T01:00:00Z',
  ],
  [
    'the last day of a span',
    { dates: { until: '2026-08-12', timezone: 'Europe/Berlin' } },
    '2026-08-12T21:30:00Z',
    '2026-08-12T22:00:00Z',
  ],
  [
    'the minute after midnight at which clocks are set back into the day before',
    { dates: { from: '2010-11-07', timezone: 'America/St_Johns' } },
    '2010-11-07T02:30:10Z',
    '2010-11-07T02:31:00Z',
  ],
  ['nothing, where the time does not matter', { any: true }, '2026-08-12T21:30:00Z', undefined],
  [
    'the start of what `not` keeps out',
    { not: berlin('12:00', '13:00') },
    '2026-08-12T09:45:00Z',
    '2026-08-12T10:00:00Z',
  ],
])('a right ends at %s', (_what, conditions, now, end) => {
  const set = policyOf([ruleOf('allow', conditions)]);

  expect(endWithinAnHour(set, Date.parse(now))).toBe(end && Date.parse(end));
});

test.each([
  [
    'a denial before it begins',
    [ruleOf('deny', berlin('12:00', '13:00')), ruleOf('allow', { any: true })],
    true,
  ],
  [
    'another rule to allow before it begins',
    [ruleOf('allow', berlin('12:00', '13:00')), ruleOf('allow', { any: true })],
    true,
  ],
  [
    'a denial for others begins',
    [
      ruleOf('deny', { groups: ['leads'], ...berlin('12:00', '13:00') }),
      ruleOf('allow', { any: true }),
    ],
    false,
  ],
  [
    'a denial behind it begins',
    [ruleOf('allow', { any: true }), ruleOf('deny', berlin('12:00', '13:00'))],
    false,
  ],
])('when %s, the right of a rule ends: %s', (_what, rules, ends) => {
  const nowMs = Date.parse('2026-08-12T09:45:00Z');

  const endMs = endWithinAnHour(policyOf(rules), nowMs);

  expect(endMs).toBe(ends ? Date.parse('2026-08-12T10:00:00Z') : undefined);
});

test('a freeze of the baseline ends a right', () => {
  const set = policyOf([ruleOf('require_approval', { any: true })], {
    baseline: { rules: [ruleOf('deny', { dates: { from: '2026-12-20' } })] },
  });

  expect(endWithinAnHour(set, Date.parse('2026-12-19T23:30:00Z'))).toBe(
    Date.parse('2026-12-20T00:00:00Z'),
  );
});

function endWithinAnHour(set: PolicySet, nowMs: number): number | undefined {
  const facts = factsOf({ nowMs });
  const decision = evaluate(set, facts);
  if (!('rule' in decision)) throw new Error('no rule decides');
  return endOfUse(set, facts, { rule: decision.rule, untilMs: nowMs + hour });
}

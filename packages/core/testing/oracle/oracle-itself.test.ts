import { expect, test } from 'vitest';
import { zones } from './arbitrary-conditions.ts';
import { holds, mayHold, type OracleFacts } from './holds.ts';
import { oracle } from './oracle.ts';
import type { RawConditions, RawPolicy, RawRule } from './raw.ts';
import { icuClock, wallClocks } from './wall-clock.ts';

const read = wallClocks();
const alice: OracleFacts = {
  subject: 'alice@example.com',
  groups: new Set(['oncall']),
  profile: 'production',
  nowMs: Date.parse('2026-08-12T09:30:00Z'),
  justification: '',
  ticket: 'OPS-1',
};
const at = (iso: string): OracleFacts => ({ ...alice, nowMs: Date.parse(iso) });
const night = { hours: { start: '22:00', end: '06:00' }, timezone: 'Europe/Berlin' };
const office = { hours: { start: '09:00', end: '17:30' }, timezone: 'Europe/Berlin' };

test.each<[string, RawConditions, OracleFacts, boolean]>([
  ['a user by exact name', { users: ['alice@example.com'] }, alice, true],
  ['one group of several', { groups: ['release', 'oncall'] }, alice, true],
  ['both user and group', { users: ['alice@example.com'], groups: ['release'] }, alice, false],
  ['a star in a profile', { profiles: ['prod*'] }, alice, true],
  ['an anchored glob', { profiles: ['prod'] }, alice, false],
  ['a star that may be empty', { profiles: ['production*'] }, alice, true],
  [
    'a star before a slash',
    { justification: { required: true, tickets: ['OPS*'] } },
    { ...alice, justification: 'why', ticket: 'OPS/1' },
    false,
  ],
  [
    'a written slash',
    { justification: { required: true, tickets: ['OPS/*'] } },
    { ...alice, justification: 'why', ticket: 'OPS/1' },
    true,
  ],
  [
    'a question mark for a colon',
    { justification: { required: true, tickets: ['A?1'] } },
    { ...alice, justification: 'why', ticket: 'A:1' },
    false,
  ],
  ['a missing justification', { justification: { required: true } }, alice, false],
  ['hours that begin', { time: office }, at('2026-08-12T07:00:00Z'), true],
  ['hours about to begin', { time: office }, at('2026-08-12T06:59:59.999Z'), false],
  ['hours about to end', { time: office }, at('2026-08-12T15:29:59.999Z'), true],
  ['hours that end', { time: office }, at('2026-08-12T15:30:00Z'), false],
  [
    'a wrapped window on the day it opens',
    { time: { ...night, days: ['monday'] } },
    at('2026-08-10T20:00:00Z'),
    true,
  ],
  [
    'a wrapped window after midnight',
    { time: { ...night, days: ['monday'] } },
    at('2026-08-11T03:59:59Z'),
    true,
  ],
  [
    'a wrapped window past its end',
    { time: { ...night, days: ['monday'] } },
    at('2026-08-11T04:00:00Z'),
    false,
  ],
  [
    'the morning before a wrapped window',
    { time: { ...night, days: ['monday'] } },
    at('2026-08-10T03:00:00Z'),
    false,
  ],
  [
    'the last minute before 24:00',
    { time: { hours: { start: '23:00', end: '24:00' }, timezone: 'UTC' } },
    at('2026-08-12T23:59:59Z'),
    true,
  ],
  [
    'a weekday by the zone, not by UTC',
    { time: { days: ['thursday'], timezone: 'Pacific/Kiritimati' } },
    at('2026-08-12T10:00:00Z'),
    true,
  ],
  [
    'an hour that the clocks skip',
    { time: { hours: { start: '02:00', end: '03:00' }, timezone: 'Europe/Berlin' } },
    at('2026-03-29T01:00:00Z'),
    false,
  ],
  [
    'an hour that comes twice',
    { time: { hours: { start: '02:00', end: '03:00' }, timezone: 'Europe/Berlin' } },
    at('2026-10-25T01:59:59Z'),
    true,
  ],
  [
    'the last day of dates',
    { dates: { from: '2026-08-01', until: '2026-08-12' } },
    at('2026-08-12T23:59:59.999Z'),
    true,
  ],
  ['the day after dates', { dates: { until: '2026-08-12' } }, at('2026-08-13T00:00:00Z'), false],
  [
    'dates in a zone',
    { dates: { from: '2026-08-13', timezone: 'Asia/Kathmandu' } },
    at('2026-08-12T18:15:00Z'),
    true,
  ],
  ['not one of two', { not: { groups: ['oncall'], users: ['bob@example.com'] } }, alice, true],
  ['not both of two', { not: { groups: ['oncall'], users: ['alice@example.com'] } }, alice, false],
  ['not not', { not: { not: { groups: ['oncall'] } } }, alice, true],
])('%s is judged as the prose says', (_, conditions, facts, expected) => {
  const held = holds(conditions, facts, read);

  expect(held).toBe(expected);
});

test.each<[string, RawConditions, boolean]>([
  ['a closed window', { time: { days: ['sunday'], timezone: 'UTC' } }, true],
  ['a closed window of others', { groups: ['release'], dates: { until: '2001-01-01' } }, false],
  ['not a window', { not: { time: { days: ['wednesday'], timezone: 'UTC' } } }, true],
  ['not a window of theirs', { not: { groups: ['oncall'], dates: { from: '2001-01-01' } } }, true],
  ['not their group', { not: { groups: ['oncall'] } }, false],
  [
    'not not a window of others',
    { not: { not: { groups: ['release'], dates: { from: '2001-01-01' } } } },
    true,
  ],
])('a rule for %s may hold or not, whatever the time', (_, conditions, expected) => {
  const held = mayHold(conditions, alice);

  expect(held).toBe(expected);
});

test('the first matching rule decides, the baseline first, and its window bounds use and opening', () => {
  const freeze: RawRule = {
    name: 'freeze',
    effect: 'deny',
    conditions: { dates: { from: '2026-08-13', until: '2026-08-13' } },
  };
  const day: RawRule = { name: 'day', effect: 'require_server', conditions: { time: office } };
  const document = { version: '1' as const, profile: { role_arn: '' }, rules: [day] };
  const policy: RawPolicy = { document, baseline: { version: '1', rules: [freeze] } };
  const { decide, endOfUse, opensAt } = oracle(read);

  const decided = [alice, at('2026-08-13T09:00:00Z'), at('2026-08-12T20:00:00Z')].map((facts) =>
    decide(policy, facts),
  );
  const endsMs = endOfUse(policy, at('2026-08-12T15:00:10Z'), Date.parse('2026-08-12T16:00:10Z'));
  const opensMs = opensAt(policy, at('2026-08-12T20:00:00Z'), Date.parse('2026-08-20T20:00:00Z'));

  expect(decided.map(({ effect, rule }) => [effect, rule?.name])).toEqual([
    ['allow', 'day'],
    ['deny', 'freeze'],
    ['none', undefined],
  ]);
  expect(endsMs).toBe(Date.parse('2026-08-12T15:30:00Z'));
  expect(opensMs).toBe(Date.parse('2026-08-14T07:00:00Z'));
});

test('a clock that asks once a quarter of an hour shows what ICU shows at every minute of a year of changes', () => {
  const lies = zones.flatMap((zone) => {
    const slow = icuClock(zone);
    const moments = Array.from(
      { length: 1_500 },
      (_, i) => Date.UTC(2026, 0, 1) + i * 359 * 60_000,
    );
    return moments.filter((ms) => JSON.stringify(slow(ms)) !== JSON.stringify(read(ms, zone)));
  });

  expect(lies).toEqual([]);
});

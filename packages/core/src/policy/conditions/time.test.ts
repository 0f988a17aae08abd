import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { conditionsOf, factsOf } from '../../../testing/policy.ts';
import { wallClock } from '../../../testing/wall-clock.ts';
import { allHold } from './all-hold.ts';
import { conditionsSchema } from './index.ts';

const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
const day = { start: '09:00', end: '17:30' };
const night = { start: '22:00', end: '06:00' };
const late = { start: '18:00', end: '24:00' };
const berlin = 'Europe/Berlin';

test.each([
  ['at its start', { hours: day, timezone: 'UTC' }, '2026-08-12T09:00:00.000Z', true],
  ['just before its start', { hours: day, timezone: 'UTC' }, '2026-08-12T08:59:59.999Z', false],
  ['just before its end', { hours: day, timezone: 'UTC' }, '2026-08-12T17:29:59.999Z', true],
  ['at its end', { hours: day, timezone: 'UTC' }, '2026-08-12T17:30:00.000Z', false],
  ['on a day of it', { days: ['wednesday'], timezone: 'UTC' }, '2026-08-12T00:00:00.000Z', true],
  ['after that day', { days: ['wednesday'], timezone: 'UTC' }, '2026-08-13T00:00:00.000Z', false],
  [
    'by the day of its zone',
    { days: ['thursday'], timezone: berlin },
    '2026-08-12T22:00:00.000Z',
    true,
  ],
  ['by the hour of its zone', { hours: day, timezone: berlin }, '2026-08-12T07:00:00.000Z', true],
  ['until midnight', { hours: late, timezone: 'UTC' }, '2026-08-12T23:59:59.999Z', true],
  ['no longer than midnight', { hours: late, timezone: 'UTC' }, '2026-08-13T00:00:00.000Z', false],
  [
    'the whole day',
    { hours: { start: '00:00', end: '24:00' }, timezone: 'UTC' },
    '2026-08-12T12:00:00.000Z',
    true,
  ],
  [
    'past midnight',
    { days: ['monday'], hours: night, timezone: 'UTC' },
    '2026-08-11T05:59:59.999Z',
    true,
  ],
  [
    'past midnight, at its end',
    { days: ['monday'], hours: night, timezone: 'UTC' },
    '2026-08-11T06:00:00.000Z',
    false,
  ],
  [
    'on the morning before it opened',
    { days: ['monday'], hours: night, timezone: 'UTC' },
    '2026-08-10T03:00:00.000Z',
    false,
  ],
  [
    'from Sunday into Monday',
    { days: ['sunday'], hours: night, timezone: 'UTC' },
    '2026-08-10T03:00:00.000Z',
    true,
  ],
  [
    'until 00:00 as until 24:00',
    { hours: { start: '18:00', end: '00:00' }, timezone: 'UTC' },
    '2026-08-12T23:59:59.999Z',
    true,
  ],
  [
    'in a zone of three quarters',
    { hours: { start: '09:45', end: '10:00' }, timezone: 'Asia/Kathmandu' },
    '2026-08-12T04:00:00.000Z',
    true,
  ],
  [
    'before a skipped hour',
    { hours: { start: '01:30', end: '02:30' }, timezone: berlin },
    '2026-03-29T00:59:59.999Z',
    true,
  ],
  [
    'in a skipped hour that never comes',
    { hours: { start: '01:30', end: '02:30' }, timezone: berlin },
    '2026-03-29T01:00:00.000Z',
    false,
  ],
  [
    'in an hour, the first time',
    { hours: { start: '02:00', end: '03:00' }, timezone: berlin },
    '2026-10-25T00:30:00.000Z',
    true,
  ],
  [
    'in an hour that is repeated',
    { hours: { start: '02:00', end: '03:00' }, timezone: berlin },
    '2026-10-25T01:30:00.000Z',
    true,
  ],
])('%s: %j at %s is %s', (_when, time, at, held) => {
  expect(allHold(conditionsOf({ time }), factsOf({ nowMs: Date.parse(at) }))).toBe(held);
});

test.each([
  ['no timezone', { days: ['monday'] }],
  ['a timezone alone', { timezone: 'UTC' }],
  ['an offset', { hours: day, timezone: '+02:00' }],
  ['an abbreviation', { hours: day, timezone: 'CEST' }],
  ['an unknown zone', { hours: day, timezone: 'Europe/Atlantis' }],
  ['an unknown weekday', { days: ['mon'], timezone: 'UTC' }],
  ['a weekday in upper case', { days: ['Monday'], timezone: 'UTC' }],
  ['no days in the list', { days: [], timezone: 'UTC' }],
  ['a start equal to the end', { hours: { start: '09:00', end: '09:00' }, timezone: 'UTC' }],
  ['24:00 as start', { hours: { start: '24:00', end: '06:00' }, timezone: 'UTC' }],
  ['24:01', { hours: { start: '09:00', end: '24:01' }, timezone: 'UTC' }],
  ['an hour of one digit', { hours: { start: '9:00', end: '17:00' }, timezone: 'UTC' }],
  ['seconds', { hours: { start: '09:00:00', end: '17:00:00' }, timezone: 'UTC' }],
  ['a number, as YAML 1.1 reads 22:00', { hours: { start: 1320, end: 360 }, timezone: 'UTC' }],
  ['no end', { hours: { start: '09:00' }, timezone: 'UTC' }],
  ['an unknown key', { hours: day, timezone: 'UTC', day: ['monday'] }],
])('refuses %s', (_what, time) => {
  expect(conditionsSchema.safeParse({ time }).success).toBe(false);
});

describe('laws', () => {
  const twoDigits = (value: number) => String(value).padStart(2, '0');
  const clock = (maxHour: number) =>
    fc
      .tuple(fc.integer({ min: 0, max: maxHour }), fc.integer({ min: 0, max: 59 }))
      .map(([hour, minute]) => `${twoDigits(hour)}:${hour === 24 ? '00' : twoDigits(minute)}`);
  const windows = fc
    .record({
      days: fc.subarray(weekdays, { minLength: 1 }),
      hours: fc.record({ start: clock(23), end: clock(24) }),
      timezone: fc.constantFrom(
        ...['UTC', berlin, 'America/St_Johns', 'Australia/Lord_Howe', 'Asia/Kathmandu'],
        ...['Pacific/Chatham', 'Africa/Casablanca', 'Africa/Cairo', 'America/Asuncion'],
      ),
    })
    .filter(({ hours }) => hours.start !== hours.end);
  const moments = fc.integer({ min: Date.UTC(2025, 0, 1), max: Date.UTC(2028, 0, 1) });

  test('a window is open when a clock on the wall of its zone says so', () => {
    fc.assert(
      fc.property(windows, moments, (time, nowMs) => {
        const held = allHold(conditionsOf({ time }), factsOf({ nowMs }));

        expect(held).toBe(isOpenByTheWall(time, nowMs));
      }),
      { numRuns: 3000 },
    );
  });

  test('a window does not change between the moments at which it may', () => {
    fc.assert(
      fc.property(
        windows,
        moments,
        fc.double({ min: 0, max: 1, noNaN: true }),
        (time, nowMs, part) => {
          const conditions = conditionsOf({ time });
          const nextMs = conditions[0]?.changes[0]?.nextMs(nowMs) ?? nowMs;
          const betweenMs = Math.min(nextMs - 1, Math.floor(nowMs + part * (nextMs - nowMs)));

          expect(nextMs).toBeGreaterThan(nowMs);
          expect(allHold(conditions, factsOf({ nowMs: betweenMs }))).toBe(
            allHold(conditions, factsOf({ nowMs })),
          );
        },
      ),
      { numRuns: 3000 },
    );
  });

  type Window = typeof windows extends fc.Arbitrary<infer W> ? W : never;

  function isOpenByTheWall({ days, hours, timezone }: Window, atMs: number): boolean {
    const wall = wallClock(timezone)(atMs);
    const minutes = (text: string) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3));
    const [start, end] = [minutes(hours.start), minutes(hours.end)];
    const yesterday = weekdays[(weekdays.indexOf(wall.weekday) + 6) % 7] ?? '';
    if (start < end)
      return wall.minute >= start && wall.minute < end && days.includes(wall.weekday);
    return (
      (wall.minute >= start && days.includes(wall.weekday)) ||
      (wall.minute < end && days.includes(yesterday))
    );
  }
});

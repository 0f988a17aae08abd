import fc from 'fast-check';
import { expect, test } from 'vitest';
import { momentText, parseMoment, utc } from './moment.ts';

const nowMs = Date.UTC(2026, 0, 25, 14, 30);

test.each([
  ['2026-01-25T22:00:00Z', '2026-01-25T22:00:00Z'],
  ['2026-01-25T22:00Z', '2026-01-25T22:00:00Z'],
  ['2026-01-25T22:00:00.500+02:00', '2026-01-25T20:00:00Z'],
  ['2028-02-29T23:30:00-01:00', '2028-03-01T00:30:00Z'],
])('%s is %s', (text, expected) => {
  expect(utc(parseMoment(text, nowMs) ?? 0)).toBe(expected);
});

test.each([
  '',
  '22',
  '24:00',
  '9:00',
  '22:60',
  '22:00:00',
  'tomorrow',
  '2026-01-25',
  '2026-01-25T22:00:00',
  '2026-02-30T22:00:00Z',
  '2027-02-29T22:00:00Z',
  '2026-13-01T22:00:00Z',
  '2026-01-25T25:00:00Z',
  ' 22:00',
])('%j is no moment', (text) => {
  expect(parseMoment(text, nowMs)).toBeUndefined();
});

test('a time of day is the next one on this machine’s clock, within the coming day and a changed clock', () => {
  const now = fc.date({
    min: new Date('2000-01-01'),
    max: new Date('2100-01-01'),
    noInvalidDate: true,
  });
  const time = fc.record({ hours: fc.nat(23), minutes: fc.nat(59) });

  fc.assert(
    fc.property(now, time, (at, { hours, minutes }) => {
      const text = `${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`;
      const next = parseMoment(text, at.getTime()) ?? Number.NaN;

      expect(next).toBeGreaterThan(at.getTime());
      expect(next - at.getTime()).toBeLessThanOrEqual(25 * 3_600_000);
      expect(new Date(next).getSeconds()).toBe(0);
    }),
  );
});

test('a moment is told in UTC and by the clock here', () => {
  expect(momentText(nowMs)).toMatch(
    /^2026-01-25T14:30:00Z \(\w{3},? \d+ Jan, \d\d:\d\d .+ here\)$/,
  );
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { wallClock } from '../../../testing/wall-clock.ts';
import { zoneOf } from './zone.ts';

test.each([
  'UTC',
  'GMT',
  'Europe/Berlin',
  'Asia/Calcutta',
  'America/Argentina/Ushuaia',
  'Etc/GMT+5',
])('%s is a zone', (name) => {
  expect(zoneOf(name)?.name).toBe(name);
});

test.each([
  '',
  '+02:00',
  'GMT+2',
  'UTC+1',
  'Z',
  'CEST',
  'BST',
  'EST',
  'Europe/Atlantis',
  'europe/berlin',
  'Europe/Berlin ',
  'Europe/',
  'Local',
])('`%s` is no zone', (name) => {
  expect(zoneOf(name)).toBeUndefined();
});

test.each([
  ['Europe/Berlin', '2026-03-29T00:59:59Z', '2026-03-29T01:59:59Z'],
  ['Europe/Berlin', '2026-03-29T01:00:00Z', '2026-03-29T03:00:00Z'],
  ['Europe/Berlin', '2026-10-25T00:59:59Z', '2026-10-25T02:59:59Z'],
  ['Europe/Berlin', '2026-10-25T01:00:00Z', '2026-10-25T02:00:00Z'],
  ['Asia/Kathmandu', '2026-01-01T00:00:00Z', '2026-01-01T05:45:00Z'],
  ['Pacific/Chatham', '2026-01-01T00:00:00Z', '2026-01-01T13:45:00Z'],
  ['Australia/Lord_Howe', '2026-04-04T14:59:59Z', '2026-04-05T01:59:59Z'],
  ['Australia/Lord_Howe', '2026-04-04T15:00:00Z', '2026-04-05T01:30:00Z'],
  ['Pacific/Apia', '2011-12-30T09:59:59Z', '2011-12-29T23:59:59Z'],
  ['Pacific/Apia', '2011-12-30T10:00:00Z', '2011-12-31T00:00:00Z'],
  ['Africa/Monrovia', '1972-01-01T00:00:00Z', '1971-12-31T23:15:30Z'],
])('in %s, %s is %s', (name, utc, local) => {
  expect(zoneOf(name)?.localMs(Date.parse(utc))).toBe(Date.parse(local));
});

test.each([
  [
    'plainly',
    'Europe/Berlin',
    '2026-08-12T10:00:00Z',
    '2026-08-12T18:00:00Z',
    '2026-08-12T16:00:00Z',
  ],
  [
    'stopped by the start of summer time',
    'Europe/Berlin',
    '2026-03-28T23:30:00Z',
    '2026-03-29T02:30:00Z',
    '2026-03-29T01:00:00Z',
  ],
  [
    'stopped by its end',
    'Europe/Berlin',
    '2026-10-25T00:10:00Z',
    '2026-10-25T03:30:00Z',
    '2026-10-25T01:00:00Z',
  ],
  [
    'stopped by half an hour',
    'Australia/Lord_Howe',
    '2026-04-04T14:00:00Z',
    '2026-04-05T02:30:00Z',
    '2026-04-04T15:00:00Z',
  ],
])('when a clock shows a time: %s', (_how, name, after, local, moment) => {
  expect(zoneOf(name)?.whenShows(Date.parse(local), Date.parse(after))).toBe(Date.parse(moment));
});

describe('laws', () => {
  const zones = fc.constantFrom(...Intl.supportedValuesOf('timeZone'));
  const moments = fc.integer({ min: Date.UTC(1990, 0, 1), max: Date.UTC(2040, 0, 1) });

  test('every zone shows what a clock in that zone shows', () => {
    fc.assert(
      fc.property(zones, moments, (name, atMs) => {
        const local = new Date(zoneOf(name)?.localMs(atMs) ?? 0);
        const shown = wallClock(name)(atMs);

        expect(local.toISOString().slice(0, 10)).toBe(shown.day);
        expect(local.getUTCHours() * 60 + local.getUTCMinutes()).toBe(shown.minute);
      }),
      { numRuns: 2000 },
    );
  });

  test('what a zone shows does not depend on what it was asked before', () => {
    fc.assert(
      fc.property(zones, moments, fc.integer({ min: -2e8, max: 2e8 }), (name, atMs, awayMs) => {
        const zone = zoneOf(name);
        const before = zone?.localMs(atMs);
        zone?.localMs(atMs + awayMs);

        expect(zone?.localMs(atMs)).toBe(before);
      }),
    );
  });
});

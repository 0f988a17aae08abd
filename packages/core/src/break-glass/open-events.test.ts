import { aGuard, anEvent } from '@sentinel/core/testing/contracts/a-guard';
import { aStep } from '@sentinel/core/testing/contracts/a-request';
import { noon, profile } from '@sentinel/core/testing/contracts/a-session';
import { describe, expect, test } from 'vitest';
import {
  anOpening,
  closedEvent,
  day,
  hour,
  id,
  minute,
  opening,
  past,
  reviewed,
  settledEvent,
} from '../../testing/a-guard-change.ts';
import { isRefusal } from '../reasons.ts';
import type { BreakGlassEvent } from './event.ts';
import type { Guard } from './guard.ts';
import type { OpenEvents } from './open-events.ts';
import { settledEvents } from './settle.ts';
import { transition } from './transition.ts';

const profiles = ['production', 'staging', 'dev', 'data', 'audit', 'mail'];

describe('whether there may be an opening', () => {
  const codeAt = (guard: Guard, change: OpenEvents, nowMs = noon) => {
    const after = transition(guard, change, nowMs);
    return isRefusal(after) ? [after.code, after.retryAfterSeconds] : ['OK'];
  };
  const overdue = anEvent({
    endsAtMs: noon - hour,
    review: { required: true, withinSeconds: 3600 },
  });
  const others = (count: number) =>
    profiles
      .slice(0, count)
      .map((name, index) =>
        anEvent({ id: id(index), profile: profile(name), endsAtMs: noon + (index + 1) * hour }),
      );
  const free = { event: { id: id(0xaa), profile: profile('free') } };

  test.each<[string, Guard, OpenEvents, readonly unknown[]]>([
    ['of a first one', aGuard([]), opening([anOpening()]), ['OK']],
    ['beside another profile', aGuard(), opening([anOpening()]), ['OK']],
    [
      'of a profile that is open already',
      aGuard([anEvent({ profile: profile('staging') })]),
      opening([anOpening()]),
      ['CONFLICT', undefined],
    ],
    [
      'of a profile that is open under another name of the person',
      aGuard([]),
      opening([anOpening()], { elsewhere: [aGuard([anEvent({ profile: profile('staging') })])] }),
      ['CONFLICT', undefined],
    ],
    [
      'of one profile twice at once',
      aGuard([]),
      opening([anOpening(), anOpening({ event: { id: id(0xab) } })]),
      ['CONFLICT', undefined],
    ],
    ['of a fifth', aGuard(others(4)), opening([anOpening(free)]), ['OK']],
    ['of a sixth', aGuard(others(5)), opening([anOpening(free)]), ['QUOTA_EXCEEDED', 3600]],
    [
      'of six at once: none of them, and none whose end is waited for',
      aGuard([]),
      opening(
        profiles.map((name, index) =>
          anOpening({ event: { id: id(0xb0 + index), profile: profile(name) } }),
        ),
      ),
      ['QUOTA_EXCEEDED', undefined],
    ],
    [
      'of two beside four: none of them',
      aGuard(others(4)),
      opening([anOpening(free), anOpening({ event: { id: id(0xab), profile: profile('f') } })]),
      ['QUOTA_EXCEEDED', 3600],
    ],
    [
      'of a sixth, counting those under another name',
      aGuard(others(3)),
      opening([anOpening(free)], { elsewhere: [aGuard(others(6).slice(3, 5))] }),
      ['QUOTA_EXCEEDED', 3600],
    ],
    [
      'while a review is overdue',
      aGuard([overdue]),
      opening([anOpening()]),
      ['REVIEW_OVERDUE', undefined],
    ],
    [
      'while a review is overdue under another name',
      aGuard([]),
      opening([anOpening()], { elsewhere: [aGuard([overdue])] }),
      ['REVIEW_OVERDUE', undefined],
    ],
    [
      'the moment before it is due',
      aGuard([{ ...overdue, endsAtMs: noon - hour + 1 }]),
      opening([anOpening()]),
      ['OK'],
    ],
    ['once it is reviewed', aGuard([reviewed(overdue)]), opening([anOpening()]), ['OK']],
    [
      'where no review is asked for',
      aGuard([settledEvent({ endsAtMs: noon - day })]),
      opening([anOpening()]),
      ['OK'],
    ],
  ])('%s', (_what, guard, change, expected) => {
    expect(codeAt(guard, change)).toEqual(expected);
  });

  test.each<[string, Guard]>([
    ['a past one', aGuard([], { past: [past()] })],
    [
      'one that ended by itself',
      aGuard([
        anEvent({ profile: profile('staging'), openedAtMs: noon - day, endsAtMs: noon - hour }),
      ]),
    ],
    [
      'one that was closed',
      aGuard([
        { ...closedEvent, profile: profile('staging'), closed: aStep({ atMs: noon - hour }) },
      ]),
    ],
  ])('a cooldown runs from the end of %s, to the millisecond', (_what, guard) => {
    const change = opening([anOpening({ cooldownSeconds: 7200 })]);

    expect(codeAt(guard, change)).toEqual(['COOLDOWN', 3600]);
    expect(codeAt(guard, change, noon + hour - 1)).toEqual(['COOLDOWN', 1]);
    expect(codeAt(guard, change, noon + hour)).toEqual(['OK']);
    expect(codeAt(aGuard([]), { ...change, elsewhere: [guard] })).toEqual(['COOLDOWN', 3600]);
    const other = opening([
      anOpening({ cooldownSeconds: 7200, event: { profile: profile('dev') } }),
    ]);
    expect(codeAt(guard, other)).toEqual(['OK']);
  });

  test('a quota per user counts what was opened in its window, whatever became of it', () => {
    const midnight = Date.UTC(2026, 0, 26);
    const perUser = { count: 3, withinSeconds: 86_400 };
    const change = opening([anOpening({ perUser })]);
    const opened = (index: number) => past({ id: id(index), openedAtMs: noon - index * minute });
    const closed = { ...reviewed(closedEvent), profile: profile('staging') };
    const guard = aGuard([closed], { past: [opened(1), opened(2)] });

    expect(codeAt(guard, change)).toEqual(['QUOTA_EXCEEDED', (midnight - noon) / 1000]);
    expect(codeAt(guard, change, midnight)).toEqual(['OK']);
    expect(codeAt({ ...guard, past: [opened(1)] }, change)).toEqual(['OK']);
    const elsewhere = [aGuard([], { past: [opened(2)] })];
    expect(codeAt({ ...guard, past: [opened(1)] }, { ...change, elsewhere })[0]).toBe(
      'QUOTA_EXCEEDED',
    );
    const ofAnother = past({ id: id(5), profile: profile('dev') });
    expect(codeAt({ ...guard, past: [opened(1), ofAnother] }, change)).toEqual(['OK']);
    const firstMoment = past({ id: id(4), openedAtMs: midnight - day });
    expect(codeAt({ ...guard, past: [opened(1), firstMoment] }, change)[0]).toBe('QUOTA_EXCEEDED');
    const yesterday = past({ id: id(3), openedAtMs: midnight - day - 1 });
    expect(codeAt({ ...guard, past: [opened(1), yesterday] }, change)).toEqual(['OK']);
  });

  test.each<[string, Guard]>([
    [
      'events that await their review',
      aGuard(
        Array.from({ length: 25 }, (_, index) =>
          anEvent({
            id: id(index),
            endsAtMs: noon - 1,
            review: { required: true, withinSeconds: 60 },
          }),
        ),
      ),
    ],
    [
      'recent ones',
      aGuard([], { past: Array.from({ length: 201 }, (_, index) => past({ id: id(index) })) }),
    ],
    [
      'long texts',
      aGuard(
        Array.from({ length: 20 }, (_, index) =>
          anEvent({
            id: id(index),
            endsAtMs: noon - 1,
            justification: '☎'.repeat(1000),
            sessionIds: Array.from({ length: 250 }, (_each, session) => id(session)),
          }),
        ),
      ),
    ],
  ])('a guard that is full of %s takes no more, and drops none', (_what, guard) => {
    expect(codeAt(guard, opening([anOpening()]))).toEqual(['QUOTA_EXCEEDED', undefined]);
  });

  test.each<[string, Guard]>([
    [
      '24 events that await their review',
      aGuard(
        Array.from({ length: 24 }, (_, index) => anEvent({ id: id(index), endsAtMs: noon - 1 })),
      ),
    ],
    [
      '200 recent ones',
      aGuard([], { past: Array.from({ length: 200 }, (_, index) => past({ id: id(index) })) }),
    ],
  ])('a guard of %s takes one more', (_what, guard) => {
    expect(codeAt(guard, opening([anOpening()]))).toEqual(['OK']);
  });

  test.each(['\u007f', '\u0080', '\u07ff', '\u0800', '\uffff', '\u{10000}', '😀'])(
    'a guard takes as many bytes of UTF-8 as there is room for, and not one more: %j',
    (sign) => {
      const saying = (justification: string) => opening([anOpening({ event: { justification } })]);
      const room =
        150_000 - Buffer.byteLength(JSON.stringify(transition(aGuard([]), saying(''), noon)));
      const size = Buffer.byteLength(sign);
      const text = sign.repeat(Math.floor(room / size)).concat('x'.repeat(room % size));

      expect(codeAt(aGuard([]), saying(text))).toEqual(['OK']);
      expect(codeAt(aGuard([]), saying(`${text}x`))).toEqual(['QUOTA_EXCEEDED', undefined]);
    },
  );
});

describe('what is left of events that are over', () => {
  const over = settledEvent({ endsAtMs: noon - minute });

  test.each<[string, BreakGlassEvent, boolean]>([
    ['over for a minute', over, true],
    ['over for less', settledEvent({ endsAtMs: noon - minute + 1 }), false],
    [
      'closed and reviewed',
      reviewed({ ...closedEvent, closed: aStep({ atMs: noon - day }) }),
      true,
    ],
    ['waiting for its review', anEvent({ endsAtMs: noon - day }), false],
    ['open', settledEvent(), false],
  ])('one that is %s: little need stay is %s', (_what, event, isSettled) => {
    expect(settledEvents(aGuard([event]), noon)).toEqual(isSettled ? [event] : []);

    const written = new Set([event.id]);
    const after = transition(aGuard([event]), opening([anOpening()], { written }), noon);
    if (isRefusal(after)) throw new Error(after.message);
    expect(after.past.map((each) => each.id)).toEqual(isSettled ? [event.id] : []);
    expect(after.events).toHaveLength(isSettled ? 1 : 2);
  });

  test('stays whole until its own item is written', () => {
    const after = transition(aGuard([over]), opening([anOpening()]), noon);

    expect(after).toMatchObject({ events: [over, anOpening().event], past: [] });
  });

  test('keeps the call that opened it, where there was one with a key', () => {
    const called = { id: '00000000000000e5', body: '' };
    const events = [
      { ...over, keyed: [called] },
      { ...over, id: id(2), keyed: [] },
    ];
    const written = new Set(events.map((each) => each.id));

    const after = transition(aGuard(events), opening([anOpening()], { written }), noon);

    const { profile: name, openedAtMs, endsAtMs: endedAtMs } = over;
    expect(isRefusal(after) ? after : after.past).toStrictEqual([
      { id: over.id, profile: name, openedAtMs, endedAtMs, keyed: called },
      { id: id(2), profile: name, openedAtMs, endedAtMs },
    ]);
  });

  test('is kept for 31 days, as long as any window may be', () => {
    const old = past({ id: id(1), endedAtMs: noon - 31 * day });
    const young = past({ id: id(2), endedAtMs: noon - 31 * day + 1 });

    const after = transition(aGuard([], { past: [old, young] }), opening([anOpening()]), noon);

    expect(after).toMatchObject({ past: [young] });
  });
});

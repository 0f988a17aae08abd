import { aGuard, anEvent } from '@sentinel/core/testing/contracts/a-guard';
import { noon, person, subject } from '@sentinel/core/testing/contracts/a-session';
import { describe, expect, test } from 'vitest';
import {
  aChange,
  closedEvent,
  hour,
  id,
  minute,
  reviewed,
  settledEvent,
} from '../../testing/a-guard-change.ts';
import type { Code } from '../reasons.ts';
import { isRefusal } from '../reasons.ts';
import { changeEvent, type EventChange, isInvoker } from './change-event.ts';
import type { BreakGlassEvent } from './event.ts';
import { transition } from './transition.ts';

describe('what the state of an event permits', () => {
  const inState = {
    open: anEvent(),
    closed: closedEvent,
    expired: anEvent({ endsAtMs: noon + minute }),
    reviewed: reviewed(closedEvent),
    'over without a review': settledEvent({ endsAtMs: noon + minute }),
  } as const;
  const permitted: Readonly<Record<string, readonly EventChange['kind'][]>> = {
    open: ['extend', 'close'],
    closed: ['review'],
    expired: ['review'],
  };
  const all = Object.entries(inState).flatMap(([state, event]) =>
    (['extend', 'close', 'review'] as const).map((kind) => ({
      kind,
      state,
      event,
      isPermitted: permitted[state]?.includes(kind) ?? false,
    })),
  );

  test.each(all)('$kind of one that is $state: $isPermitted', ({ kind, event, isPermitted }) => {
    const who = kind === 'extend' ? 'alice@example.com' : 'carol@example.com';

    const after = changeEvent(event, aChange(kind, who), noon + 2 * minute);

    expect(isRefusal(after)).toBe(!isPermitted);
    if (isRefusal(after)) expect(after).toMatchObject({ code: 'CONFLICT' });
  });

  test.each<[string, number, number | Code]>([
    ['until when it is asked', 2 * hour, noon + 2 * hour],
    ['by a minute, the least', hour + minute, noon + hour + minute],
    ['by less', hour + minute - 1, 'CONFLICT'],
    ['to an earlier end', hour - 1, 'CONFLICT'],
    ['never past what policy gave at the opening', 9 * hour, noon + 4 * hour],
  ])('extends %s', (_what, endMs, expected) => {
    const change = aChange('extend', 'alice@example.com', noon + endMs);

    const after = changeEvent(anEvent(), change, noon + minute);

    expect(isRefusal(after) ? after.code : after.endsAtMs).toBe(expected);
  });

  const calls = (length: number) =>
    Array.from({ length }, (_, index) => ({ id: `k${index}`, body: '' }));
  const lastEndMs = anEvent().lastEndMs;
  test.each<[string, Partial<BreakGlassEvent>, number, number | string]>([
    ['a minute short of its last end', { endsAtMs: lastEndMs - minute }, lastEndMs, lastEndMs],
    [
      'less than that short of it',
      { endsAtMs: lastEndMs - minute + 1 },
      lastEndMs,
      'as long as policy lets it be',
    ],
    ['at its last end', { endsAtMs: lastEndMs }, lastEndMs + hour, 'as long as policy lets it be'],
    ['far from it, and asked for less', {}, noon + hour - 1, 'for at least that long'],
    ['changed 60 times', { keyed: calls(60) }, noon + 2 * hour, noon + 2 * hour],
    ['changed more often', { keyed: calls(61) }, noon + 2 * hour, 'was extended too often'],
  ])('an event that is %s is extended, or told why not', (_what, changes, endMs, expected) => {
    const after = changeEvent(
      anEvent(changes),
      aChange('extend', 'alice@example.com', endMs),
      noon,
    );

    const said = isRefusal(after) && after.code === 'CONFLICT' ? after.message : after;
    expect(said).toEqual(
      typeof expected === 'string'
        ? expect.stringContaining(expected)
        : expect.objectContaining({ endsAtMs: expected }),
    );
  });

  test('one that was extended too often may still be closed', () => {
    const after = changeEvent(anEvent({ keyed: calls(61) }), aChange('close'), noon);

    expect(after).toMatchObject({ status: 'closed' });
  });

  test('an event that the guard does not hold is over for good', () => {
    const change = { ...aChange('close'), event: id(0xdead) };

    expect(transition(aGuard(), change, noon)).toMatchObject({
      code: 'CONFLICT',
      message: expect.stringContaining('is over for good'),
    });
  });

  test('one that is reviewed is not reviewed again', () => {
    const after = changeEvent(reviewed(closedEvent), aChange('review'), noon + minute);

    expect(after).toMatchObject({ message: expect.stringContaining('is `closed` and reviewed') });
  });
});

describe('who is its invoker, where people were renamed since', () => {
  const [alice, iamAlice, alicia, bob] = ['alice@example.com', 'iam/alice', 'alicia', 'bob'];
  const byNow = (name: string, as: string, invoker: string) => ({
    by: { ...aChange('close').by, subject: subject(name), person: person(as) },
    invoker: person(invoker),
  });

  test.each<[string, ReturnType<typeof byNow>, Partial<BreakGlassEvent>, boolean, boolean]>([
    ['the same subject, another person', byNow(alice, alicia, bob), {}, true, true],
    [
      'another subject of the person of then and now',
      byNow(iamAlice, alice, alice),
      {},
      true,
      true,
    ],
    [
      'another subject of the person of then alone',
      byNow(iamAlice, alice, alicia),
      {},
      true,
      false,
    ],
    [
      'another subject of the person of now alone',
      byNow(iamAlice, alicia, alicia),
      {},
      true,
      false,
    ],
    [
      'a subject that was the same person at the opening',
      byNow(iamAlice, bob, alice),
      { aliases: [subject(alice), subject(iamAlice)] },
      true,
      false,
    ],
    [
      'a subject that never was',
      byNow(bob, bob, alice),
      { aliases: [subject(alice), subject(iamAlice)] },
      false,
      false,
    ],
    ['somebody else', byNow(bob, bob, alice), {}, false, false],
  ])('%s', (_who, now, changes, isOne, mayExtend) => {
    const event = anEvent(changes);

    const extended = changeEvent(event, { ...aChange('extend'), ...now }, noon + minute);
    const judged = changeEvent(
      { ...closedEvent, ...changes },
      { ...aChange('review'), ...now },
      noon + minute,
    );

    expect(isInvoker(event, now)).toBe(isOne);
    expect(isRefusal(judged) && judged.code).toBe(isOne && 'FORBIDDEN');
    expect(isRefusal(extended) && extended.code).toBe(!mayExtend && 'FORBIDDEN');
  });
});

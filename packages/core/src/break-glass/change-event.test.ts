import { aGuard, anEvent } from '@sentinel/core/testing/contracts/a-guard';
import { noon } from '@sentinel/core/testing/contracts/a-session';
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
import { changeEvent, type EventChange } from './change-event.ts';
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

  test('extends none that lasts as long as it may, and none without end', () => {
    const longest = anEvent({ endsAtMs: noon + 4 * hour - minute + 1 });
    const keyed = Array.from({ length: 61 }, (_, index) => ({ id: `k${index}`, body: '' }));
    const change = aChange('extend', 'alice@example.com');

    for (const event of [longest, anEvent({ keyed })]) {
      expect(changeEvent(event, change, noon)).toMatchObject({ code: 'CONFLICT' });
    }
    expect(isRefusal(changeEvent(anEvent({ keyed }), aChange('close'), noon))).toBe(false);
  });

  test('extends it for its invoker alone', () => {
    const after = changeEvent(anEvent(), aChange('extend', 'carol@example.com'), noon);

    expect(after).toMatchObject({ code: 'FORBIDDEN' });
  });

  test('an event that the guard does not hold is over for good', () => {
    const change = { ...aChange('close'), event: id(0xdead) };

    expect(transition(aGuard(), change, noon)).toMatchObject({ code: 'CONFLICT' });
  });
});

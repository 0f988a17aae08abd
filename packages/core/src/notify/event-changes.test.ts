import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aStep } from '../../testing/a-request.ts';
import { anEvent } from '../../testing/an-event.ts';
import { changeEvent, type EventChange } from '../break-glass/change-event.ts';
import type { BreakGlassEvent } from '../break-glass/event.ts';
import { notification } from '../contract/notification.ts';
import { isRefusal } from '../reasons.ts';
import { eventChanges } from './event-changes.ts';

const opened = anEvent({ notify: ['security'] });
const { openedAtMs, endsAtMs } = opened;
const notedAtMs = openedAtMs + 1000;
const carol = aStep('carol@example.com');
const extended: BreakGlassEvent = { ...opened, version: 2, endsAtMs: endsAtMs + 3_600_000 };
const closed: BreakGlassEvent = { ...extended, version: 3, status: 'closed', closed: carol };
const reviewed: BreakGlassEvent = {
  ...closed,
  version: 4,
  review: { ...closed.review, done: { ...carol, verdict: 'justified' } },
};

function kindsOf(before: BreakGlassEvent | undefined, after: BreakGlassEvent) {
  return eventChanges(before, after, notedAtMs).map(
    ({ notification: { id, kind } }) => [id.split('.')[1], kind] as const,
  );
}

describe('people are told', () => {
  test.each([
    ['of an opening', undefined, opened, [['1', 'break_glass.opened']]],
    ['of an extension', opened, extended, [['2', 'break_glass.extended']]],
    ['of a closing', extended, closed, [['3', 'break_glass.closed']]],
    ['of a review', closed, reviewed, [['4', 'break_glass.reviewed']]],
    ['nothing of a session', opened, { ...opened, sessionIds: ['00000000000000c3'] }, []],
    ['nothing of what is no transition', opened, { ...extended, version: 1 }, []],
    [
      'of all that a late write brings at once',
      undefined,
      closed,
      [
        ['1', 'break_glass.opened'],
        ['3', 'break_glass.closed'],
      ],
    ],
    [
      'of all that a later write brings at once, by the ids that they had alone',
      opened,
      reviewed,
      [
        ['2', 'break_glass.extended'],
        ['3', 'break_glass.closed'],
        ['4', 'break_glass.reviewed'],
      ],
    ],
  ])('%s', (_, before, after, kinds) => {
    const told = eventChanges(before, after, notedAtMs);

    expect(kindsOf(before, after)).toEqual(kinds);
    for (const each of told) {
      expect(notification().safeParse(each.notification).success).toBe(true);
      expect(each.channels).toEqual(['security']);
    }
  });

  test.each([
    ['an open one', opened, ['show', 'close']],
    ['one that awaits its review', closed, ['review']],
    ['one that is reviewed', reviewed, ['show']],
  ])('what comes next for %s', (_, event, verbs) => {
    const [told] = eventChanges(undefined, event, notedAtMs);

    expect(told?.notification.next).toEqual(
      verbs.map((verb) => `sentinel breakglass ${verb} ${event.id}`),
    );
  });
});

test('every transition is told exactly once, by an id of its own that is the same each time', () => {
  const change = fc.record({
    kind: fc.constantFrom<string>('extend', 'close', 'review'),
    who: fc.constantFrom('alice@example.com', 'carol@example.com'),
    minutes: fc.integer({ min: 0, max: 300 }),
  });
  fc.assert(
    fc.property(fc.array(change, { maxLength: 8 }), (list) => {
      const states = [opened];
      for (const [at, { kind, who, minutes }] of list.entries()) {
        const nowMs = openedAtMs + minutes * 60_000;
        const { atMs: _, ...by } = aStep(who);
        const keyed = { id: `change-${at}`, body: '' };
        const base = { kind, change: `change-${at}`, keyed, by, invoker: opened.person };
        const what = { endsAtMs: nowMs + 3_600_000, verdict: 'justified' };
        // A union member by its kind, which the generator draws.
        const event = { ...base, ...what } as EventChange;
        const after = changeEvent(states.at(-1) ?? opened, event, nowMs);
        if (!isRefusal(after)) states.push(after);
      }
      const tell = () => states.flatMap((after, at) => kindsOf(states[at - 1], after));

      expect(tell().map(([version]) => version)).toEqual(states.map((_, at) => String(at + 1)));
      expect(tell()).toEqual(tell());
    }),
  );
});

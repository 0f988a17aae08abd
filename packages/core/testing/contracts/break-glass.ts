import type { BreakGlassEvent } from '@sentinel/core/break-glass/event';
import { maxSessions } from '@sentinel/core/break-glass/glass-use';
import type { BreakGlasses, GlassUse } from '@sentinel/core/ports';
import { describe, expect, test } from 'vitest';
import { aGlassUse, aGuard, anEvent, eventId, fullEvent, noGuard } from './a-guard.ts';
import { noon, person, profile, subject } from './a-session.ts';

export type BreakGlassFixture = {
  /** One more client of the same, at first empty, state. */
  connect(): BreakGlasses;
};

type Start = () => Promise<BreakGlassFixture>;

const alice = person('alice@example.com');
const id = (index: number) => index.toString(16).padStart(16, '0');

/** What every adapter of `BreakGlasses` must do for guards and events; quotas and lists have suites of their own. */
export function breakGlassContract(name: string, start: Start): void {
  describe(`break-glass: ${name}`, () => {
    describe('the guard', () => guards(start));
    describe('a use', () => uses(start));
    describe('an event', () => events(start));
  });
}

function guards(start: Start): void {
  test('of somebody who never broke the glass is empty', async () => {
    const breakGlass = (await start()).connect();

    expect(await breakGlass.guard(alice)).toEqual(noGuard);
  });

  test('is found at once, whole, as it was written, and by nobody else', async () => {
    const fixture = await start();
    const past = [
      { id: eventId(id(7)), profile: profile('dev'), openedAtMs: noon - 2, endedAtMs: noon - 1 },
      {
        id: eventId(id(8)),
        profile: profile('dev'),
        openedAtMs: noon - 2,
        endedAtMs: noon - 1,
        keyed: { id: id(9), body: 'b' },
      },
    ];
    const guard = aGuard([anEvent(), fullEvent], { past });

    expect(await fixture.connect().changeGuard(noGuard, guard)).toBe(true);

    expect(await fixture.connect().guard(alice)).toEqual(guard);
    expect((await fixture.connect().guard(person('alice@example.co'))).version).toBe(0);
  });

  test('is changed by one of two who saw the same', async () => {
    const fixture = await start();
    const [one, other] = [
      aGuard(),
      aGuard([anEvent({ id: eventId(id(9)) })], { lastChange: 'other' }),
    ];
    await fixture.connect().changeGuard(noGuard, one);

    const isChanged = await fixture.connect().changeGuard(noGuard, other);

    expect(isChanged).toBe(false);
    expect(await fixture.connect().guard(alice)).toEqual(one);
  });

  test('takes the same change twice as one', async () => {
    const breakGlass = (await start()).connect();
    await breakGlass.changeGuard(noGuard, aGuard());

    expect(await breakGlass.changeGuard(noGuard, aGuard())).toBe(true);
    expect((await breakGlass.guard(alice)).version).toBe(1);
  });

  test('keeps the sessions of an event that changes, and loses those of one that goes', async () => {
    const breakGlass = (await start()).connect();
    const [stays, goes] = [anEvent(), anEvent({ id: eventId(id(9)), profile: profile('dev') })];
    const before = aGuard([goes, stays]);
    await breakGlass.changeGuard(noGuard, before);
    await breakGlass.use(alice, aGlassUse());
    await breakGlass.use(alice, aGlassUse({ event: goes.id }));
    const longer = { ...stays, version: 2, endsAtMs: noon + 5_000_000 };

    const after = aGuard([longer], { version: 2, lastChange: 'second' });
    expect(await breakGlass.changeGuard(before, after)).toBe(true);

    const sessionIds = [aGlassUse().sessionId];
    expect((await breakGlass.guard(alice)).events).toEqual([{ ...longer, sessionIds }]);
  });

  test('is changed by exactly one of many at once', async () => {
    const fixture = await start();

    const changed = await Promise.all(
      Array.from({ length: 16 }, (_, index) =>
        fixture.connect().changeGuard(noGuard, aGuard([], { lastChange: `request-${index}` })),
      ),
    );

    expect(changed.filter(Boolean)).toHaveLength(1);
  });
}

function uses(start: Start): void {
  const opened = async (event: BreakGlassEvent = anEvent()) => {
    const breakGlass = (await start()).connect();
    await breakGlass.changeGuard(noGuard, aGuard([event]));
    return breakGlass;
  };

  test('counts a session once, however often it comes', async () => {
    const breakGlass = await opened();

    const used = await breakGlass.use(alice, aGlassUse());
    await breakGlass.use(alice, aGlassUse());

    expect(used).toEqual(anEvent({ sessionIds: [aGlassUse().sessionId] }));
    expect((await breakGlass.guard(alice)).events).toEqual([used]);
    expect((await breakGlass.guard(alice)).version).toBe(1);
  });

  test('is possible until the last millisecond', async () => {
    const breakGlass = await opened();

    expect(await breakGlass.use(alice, aGlassUse({ nowMs: anEvent().endsAtMs - 1 }))).toBeDefined();
  });

  test.each<[string, Partial<GlassUse>, Partial<BreakGlassEvent>]>([
    ['of an unknown event', { event: eventId(id(3)) }, {}],
    ['at its end', { nowMs: anEvent().endsAtMs }, {}],
    ['once it is closed', {}, { status: 'closed' }],
    ['by another subject of the same person', { subject: subject('iam/alice') }, {}],
    ['after a block of the subject', { subjectEpoch: 1 }, {}],
    ['after a block of the profile', { profileEpoch: 1 }, {}],
    ['with an epoch from before', { subjectEpoch: 0 }, { subjectEpoch: 1 }],
  ])('is impossible %s', async (_what, use, event) => {
    const breakGlass = await opened(anEvent(event));

    const used = await breakGlass.use(alice, aGlassUse(use));

    expect(used, 'SECURITY VIOLATION: a break-glass was used beyond its bounds').toBeUndefined();
    expect((await breakGlass.guard(alice)).events[0]?.sessionIds).toEqual([]);
  });

  test('is impossible for somebody without a guard', async () => {
    const breakGlass = await opened();

    expect(await breakGlass.use(person('bob@example.com'), aGlassUse())).toBeUndefined();
  });

  test('is impossible for one session more than an event holds, but goes on for those it has', async () => {
    const sessionIds = Array.from({ length: maxSessions }, (_, index) => id(index));
    const breakGlass = await opened(anEvent({ sessionIds }));

    expect(await breakGlass.use(alice, aGlassUse({ sessionId: id(99_999) }))).toBeUndefined();
    expect(await breakGlass.use(alice, aGlassUse({ sessionId: id(5) }))).toBeDefined();
  });
}

function events(start: Start): void {
  test.each([
    ['without optional fields', anEvent()],
    ['with every field', fullEvent],
    ['with sessions', anEvent({ sessionIds: [id(1), id(2)] })],
  ])('is found by its id, whole: %s', async (_what, event) => {
    const fixture = await start();

    await fixture.connect().putEvent(event);

    expect(await fixture.connect().locate(event.id)).toEqual(event);
    expect(await fixture.connect().locate(eventId(id(4)))).toBeUndefined();
  });

  test('never goes back, whoever writes it when', async () => {
    const breakGlass = (await start()).connect();
    const closed = anEvent({ status: 'closed', version: 3, sessionIds: [id(1)] });
    await breakGlass.putEvent(closed);

    await breakGlass.putEvent(anEvent({ version: 2, sessionIds: [id(2)] }));

    expect(await breakGlass.locate(closed.id)).toEqual(closed);
  });

  test('takes in sessions that came without a change', async () => {
    const breakGlass = (await start()).connect();
    await breakGlass.putEvent(anEvent({ sessionIds: [id(1)] }));

    await breakGlass.putEvent(anEvent({ sessionIds: [id(2)] }));

    expect((await breakGlass.locate(anEvent().id))?.sessionIds).toEqual([id(1), id(2)]);
  });
}
